//! What is asked on the command line: read all at once, so that every bad value
//! is reported.

use attain_core::diagnostics::{Faults, Place};

use super::fault::{MOST_MONTHS, MOST_REPS, QuickOptionFault};
use super::preset::{PRESETS, SegmentPreset};

/// Quota over what a territory gives, where nothing else is said. P: practitioner guide (70–80 %).
pub(super) const USUAL_SHARE: f64 = 0.75;

/// What was typed, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct QuickArguments {
    /// `--reps`.
    pub reps: Option<String>,
    /// `--quota`.
    pub quota: Option<String>,
    /// `--target`.
    pub target: Option<String>,
    /// `--attrition`.
    pub attrition: Option<String>,
    /// `--ramp`.
    pub ramp: Option<String>,
    /// `--segment`, each.
    pub segments: Vec<String>,
    /// `--quota-share`.
    pub quota_share: Option<String>,
    /// `--attainment`.
    pub attainment: Option<String>,
    /// `--chance`.
    pub chance: Option<String>,
}

/// How productive reps are against their quota: what the market is made from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ProductivityLevel {
    /// Quota as a share of what a territory gives a ramped rep who stays.
    Share(f64),
    /// Mean bookings of all seats over street quota, with everything that happens to reps.
    Attainment(f64),
}

/// A question that can be answered.
#[derive(Debug, Clone, PartialEq)]
pub struct QuickOptions {
    /// Reps.
    pub reps: u32,
    /// Yearly quota of each.
    pub quota: f64,
    /// Bookings to reach in a year.
    pub target: f64,
    /// Share of reps who leave in a year.
    pub attrition: f64,
    /// Months until a new rep is fully productive.
    pub ramp: f64,
    /// Segments with their reps; they add up.
    pub segments: Vec<(&'static SegmentPreset, u32)>,
    /// How productive reps are against their quota.
    pub level: ProductivityLevel,
    /// Chance of the target for which reps are counted.
    pub wanted: f64,
    /// What was not said and is assumed, an option each.
    pub silent: Vec<&'static str>,
}

impl QuickOptions {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Every value that is missing or bad.
    pub fn read(typed: &QuickArguments) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut silent = Vec::new();
        let reps = needed("--reps", typed.reps.as_deref(), &mut faults, reps);
        let quota = needed("--quota", typed.quota.as_deref(), &mut faults, quota);
        let target = needed("--target", typed.target.as_deref(), &mut faults, amount);
        let mut or = |option, text: Option<&str>, assumed: f64, read: fn(&str) -> Result<f64, QuickOptionFault>| {
            let Some(text) = text else {
                silent.push(option);
                return assumed;
            };
            read(text).unwrap_or_else(|wrong| {
                faults.push(Place::Option(option), wrong);
                assumed
            })
        };
        let attrition = or("--attrition", typed.attrition.as_deref(), 0.3, share);
        let ramp = or("--ramp", typed.ramp.as_deref(), 5.7, months);
        let attained = typed.attainment.as_deref().map(|text| or("--attainment", Some(text), 1.0, attainment));
        let level = match attained {
            Some(attained) => ProductivityLevel::Attainment(attained),
            None => ProductivityLevel::Share(or("--quota-share", typed.quota_share.as_deref(), USUAL_SHARE, open_share)),
        };
        let wanted = or("--chance", typed.chance.as_deref(), 0.8, open_share);
        if typed.attainment.is_some() && typed.quota_share.is_some() {
            faults.push(Place::Option("--attainment"), QuickOptionFault::Both);
        }
        let segments = segments(&typed.segments, reps, &mut faults);
        if typed.segments.is_empty() {
            silent.push("--segment");
        }
        faults.into_result(())?;
        let [Some(quota), Some(target)] = [quota, target] else { return Err(Faults::default()) };
        let Some(reps) = reps else { return Err(Faults::default()) };
        Ok(Self { reps, quota, target, attrition, ramp, segments, level, wanted, silent })
    }

    /// The same question for another number of reps, segments in proportion:
    /// what is left over goes to those with the largest remainders.
    #[must_use]
    pub fn with_reps(&self, reps: u32) -> Self {
        let exact: Vec<f64> =
            self.segments.iter().map(|(_, had)| f64::from(*had) * f64::from(reps) / f64::from(self.reps.max(1))).collect();
        let mut parts: Vec<u32> = exact.iter().map(|part| part.floor() as u32).collect();
        let mut by_rest: Vec<usize> = (0..parts.len()).collect();
        by_rest.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())).then(a.cmp(&b)));
        let left = reps.saturating_sub(parts.iter().sum());
        for &segment in by_rest.iter().cycle().take(left as usize) {
            parts[segment] += 1;
        }
        let segments = self.segments.iter().zip(parts).map(|((preset, _), part)| (*preset, part)).collect();
        Self { reps, segments, ..self.clone() }
    }
}

fn needed<T>(
    option: &'static str,
    text: Option<&str>,
    faults: &mut Faults,
    read: impl Fn(&str) -> Result<T, QuickOptionFault>,
) -> Option<T> {
    let read = text.map_or(Err(QuickOptionFault::Missing { option }), read);
    read.map_err(|wrong| faults.push(Place::Option(option), wrong)).ok()
}

fn plain(text: &str) -> Option<f64> {
    let text = text.trim().replace('_', "");
    // Words such as `inf` and `nan` are numbers to the parser only.
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    text.parse::<f64>().ok().filter(|number| digits && number.is_finite())
}

fn reps(text: &str) -> Result<u32, QuickOptionFault> {
    let number =
        plain(text).filter(|number| number.fract() == 0.0).ok_or_else(|| QuickOptionFault::NoWhole { found: text.to_owned() })?;
    let reps = (1.0..=f64::from(MOST_REPS)).contains(&number).then_some(number as u32);
    reps.ok_or_else(|| QuickOptionFault::Reps { found: text.to_owned() })
}

/// An amount: `900k`, `32M`, `1.2bn`, `1_000_000`.
pub(super) fn amount(text: &str) -> Result<f64, QuickOptionFault> {
    let wrong = || QuickOptionFault::NoAmount { found: text.to_owned() };
    let trimmed = text.trim();
    let cut = trimmed.find(|c: char| c.is_alphabetic() && !matches!(c, 'e' | 'E')).unwrap_or(trimmed.len());
    let (number, unit) = trimmed.split_at(cut);
    let factor = match unit.to_lowercase().as_str() {
        "" => 1.0,
        "k" => 1e3,
        "m" | "mn" | "mio" => 1e6,
        "b" | "bn" => 1e9,
        _ => return Err(wrong()),
    };
    let amount = plain(number).map(|number| number * factor).ok_or_else(wrong)?;
    (1.0..=1e13).contains(&amount).then_some(amount).ok_or_else(|| QuickOptionFault::Amount { found: text.to_owned() })
}

/// A quota: an amount that a territory can be made for.
fn quota(text: &str) -> Result<f64, QuickOptionFault> {
    let quota = amount(text)?;
    (1e3..=1e9).contains(&quota).then_some(quota).ok_or_else(|| QuickOptionFault::Quota { found: text.to_owned() })
}

/// A share: `0.3` or `30%`.
fn share(text: &str) -> Result<f64, QuickOptionFault> {
    let trimmed = text.trim();
    let (number, divisor) = trimmed.strip_suffix('%').map_or((trimmed, 1.0), |number| (number, 100.0));
    let share = plain(number).ok_or_else(|| QuickOptionFault::NoShare { found: text.to_owned() })? / divisor;
    (0.0..1.0).contains(&share).then_some(share).ok_or_else(|| QuickOptionFault::Share { found: text.to_owned() })
}

/// A share that is not zero.
fn open_share(text: &str) -> Result<f64, QuickOptionFault> {
    share(text)
        .and_then(|share| (share > 0.0).then_some(share).ok_or_else(|| QuickOptionFault::NoPart { found: text.to_owned() }))
}

/// Attainment: a share that may be over one.
fn attainment(text: &str) -> Result<f64, QuickOptionFault> {
    let trimmed = text.trim();
    let (number, divisor) = trimmed.strip_suffix('%').map_or((trimmed, 1.0), |number| (number, 100.0));
    let wrong = || QuickOptionFault::Attainment { found: text.to_owned() };
    plain(number).map(|number| number / divisor).filter(|share| (0.05..=5.0).contains(share)).ok_or_else(wrong)
}

fn months(text: &str) -> Result<f64, QuickOptionFault> {
    let months = plain(text).ok_or_else(|| QuickOptionFault::NoMonths { found: text.to_owned() })?;
    (0.0..=MOST_MONTHS).contains(&months).then_some(months).ok_or_else(|| QuickOptionFault::Months { found: text.to_owned() })
}

/// Segments, each with its reps: those that are said, the rest in equal parts.
fn segments(typed: &[String], reps: Option<u32>, faults: &mut Faults) -> Vec<(&'static SegmentPreset, u32)> {
    const PLACE: Place = Place::Option("--segment");
    let mut found: Vec<(&'static SegmentPreset, Option<u32>)> = Vec::new();
    for text in typed {
        let (name, count) = text.split_once('=').map_or((text.trim(), None), |(name, count)| (name.trim(), Some(count)));
        let count = match count.map(self::reps) {
            Some(Err(wrong)) => {
                faults.push(PLACE, wrong);
                None
            }
            Some(Ok(count)) => Some(count),
            None => None,
        };
        match PRESETS.iter().find(|preset| preset.name == name) {
            None => faults.push(PLACE, QuickOptionFault::NoSegment { found: name.to_owned() }),
            Some(preset) if found.iter().any(|(known, _)| known.name == preset.name) => {
                faults.push(PLACE, QuickOptionFault::Twice { found: name.to_owned() });
            }
            Some(preset) => found.push((preset, count)),
        }
    }
    if typed.is_empty() {
        found.push((&PRESETS[1], None));
    }
    let Some(reps) = reps else { return Vec::new() };
    let said: u32 = found.iter().filter_map(|(_, count)| *count).sum();
    let open = found.iter().filter(|(_, count)| count.is_none()).count() as u32;
    let left = reps.saturating_sub(said);
    if !found.is_empty() && (said > reps || (open == 0 && left > 0) || left < open) {
        faults.push(PLACE, QuickOptionFault::DoNotAdd { said, open, reps });
        return Vec::new();
    }
    let mut given = 0;
    let part = |(preset, count): (&'static SegmentPreset, Option<u32>)| {
        let part = count.unwrap_or_else(|| {
            given += 1;
            left / open + u32::from(given <= left % open)
        });
        (preset, part)
    };
    found.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(reps: &str, quota: &str, target: &str) -> QuickArguments {
        let some = |text: &str| Some(text.to_owned());
        QuickArguments { reps: some(reps), quota: some(quota), target: some(target), ..QuickArguments::default() }
    }

    #[test]
    fn amounts_read_as_planners_write_them() {
        for (text, value) in
            [("900k", 9e5), ("32M", 3.2e7), ("32m", 3.2e7), ("1.2bn", 1.2e9), ("1_000_000", 1e6), ("4.5e6", 4.5e6)]
        {
            assert_eq!(amount(text).ok(), Some(value), "{text}");
        }
        for text in ["", "k", "32 Q", "-3M", "nan", "inf", "1e99", "0", "3,5M"] {
            assert!(amount(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_bad_value_is_told_at_once() {
        let bad = QuickArguments {
            reps: Some("4.5".into()),
            quota: Some("lots".into()),
            attrition: Some("130%".into()),
            ramp: Some("99".into()),
            segments: vec!["enterprize".into(), "smb".into(), "smb".into()],
            chance: Some("0".into()),
            ..QuickArguments::default()
        };
        let text = QuickOptions::read(&bad).unwrap_err().to_string();
        assert_eq!(text.lines().count(), 8, "{text}");
        assert!(text.contains("--target: error[quick::missing]") && text.contains("did you mean `enterprise`?"), "{text}");
    }

    #[test]
    fn segments_share_the_reps() {
        let with = |segments: &[&str]| {
            let segments = segments.iter().map(|text| (*text).to_owned()).collect();
            QuickOptions::read(&QuickArguments { segments, ..typed("41", "900k", "32M") })
        };
        let parts = |ask: &QuickOptions| ask.segments.iter().map(|(preset, reps)| (preset.name, *reps)).collect::<Vec<_>>();
        assert_eq!(parts(&with(&[]).unwrap()), [("mid-market", 41)]);
        assert_eq!(parts(&with(&["smb", "enterprise"]).unwrap()), [("smb", 21), ("enterprise", 20)]);
        let ask = with(&["smb=30", "enterprise"]).unwrap();
        assert_eq!(parts(&ask), [("smb", 30), ("enterprise", 11)]);
        assert_eq!(parts(&ask.with_reps(82)), [("smb", 60), ("enterprise", 22)]);
        assert_eq!(parts(&ask.with_reps(3)), [("smb", 2), ("enterprise", 1)]);
        for bad in [&["smb=50"][..], &["smb=30"], &["smb=41", "enterprise"]] {
            assert!(with(bad).unwrap_err().to_string().contains("do-not-add-up"));
        }
    }
}
