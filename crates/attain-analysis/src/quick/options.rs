//! Options of `attain quick`, read together so that every invalid value is reported.

use attain_core::diagnostics::{Faults, Place};

use super::fault::QuickOptionFault;
use super::preset::SegmentPreset;
use super::segments::segments;
use super::values;

/// Default ratio of quota to the yield of a territory. P: practitioner guide (70–80 %).
pub(super) const DEFAULT_QUOTA_SHARE: f64 = 0.75;

/// The options as typed.
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
    /// Each `--segment`.
    pub segments: Vec<String>,
    /// `--quota-share`.
    pub quota_share: Option<String>,
    /// `--attainment`.
    pub attainment: Option<String>,
    /// `--chance`.
    pub chance: Option<String>,
}

/// How productive reps are relative to their quota; the market is derived from this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ProductivityLevel {
    /// Quota as a share of the yield of a territory with a ramped rep who stays.
    Share(f64),
    /// Ratio of the mean bookings of all seats to street quota, including ramp, leavers and
    /// vacancies.
    Attainment(f64),
}

/// The validated options of `attain quick`, with defaults filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct QuickOptions {
    /// Number of reps.
    pub reps: u32,
    /// Yearly quota of each rep.
    pub quota: f64,
    /// Yearly target for bookings.
    pub target: f64,
    /// Share of reps who leave per year.
    pub attrition: f64,
    /// Months until a new rep is fully productive.
    pub ramp: f64,
    /// Segments with their numbers of reps, which add up to `reps`.
    pub segments: Vec<(&'static SegmentPreset, u32)>,
    pub level: ProductivityLevel,
    /// Required probability of reaching the target.
    pub wanted: f64,
    /// Names of the options that were not given and use default values.
    pub defaulted: Vec<&'static str>,
}

impl QuickOptions {
    /// Reads the options.
    ///
    /// # Errors
    /// Returns every missing or invalid value.
    pub fn read(typed: &QuickArguments) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut defaulted = Vec::new();
        let reps = required("--reps", typed.reps.as_deref(), &mut faults, values::reps);
        let quota = required("--quota", typed.quota.as_deref(), &mut faults, values::quota);
        let target = required("--target", typed.target.as_deref(), &mut faults, values::amount);
        let mut or_default = |option, text: Option<&str>, assumed: f64, read: fn(&str) -> Result<f64, QuickOptionFault>| {
            let Some(text) = text else {
                defaulted.push(option);
                return assumed;
            };
            read(text).unwrap_or_else(|fault| {
                faults.push(Place::Option(option), fault);
                assumed
            })
        };
        let attrition = or_default("--attrition", typed.attrition.as_deref(), 0.3, values::share);
        let ramp = or_default("--ramp", typed.ramp.as_deref(), 5.7, values::months);
        let attainment = typed.attainment.as_deref().map(|text| or_default("--attainment", Some(text), 1.0, values::attainment));
        let level = match attainment {
            Some(attainment) => ProductivityLevel::Attainment(attainment),
            None => ProductivityLevel::Share(or_default(
                "--quota-share",
                typed.quota_share.as_deref(),
                DEFAULT_QUOTA_SHARE,
                values::open_share,
            )),
        };
        let wanted = or_default("--chance", typed.chance.as_deref(), 0.8, values::open_share);
        if typed.attainment.is_some() && typed.quota_share.is_some() {
            faults.push(Place::Option("--attainment"), QuickOptionFault::Both);
        }
        let segments = segments(&typed.segments, reps, &mut faults);
        if typed.segments.is_empty() {
            defaulted.push("--segment");
        }
        faults.into_result(())?;
        let [Some(quota), Some(target)] = [quota, target] else { return Err(Faults::default()) };
        let Some(reps) = reps else { return Err(Faults::default()) };
        Ok(Self { reps, quota, target, attrition, ramp, segments, level, wanted, defaulted })
    }

    /// Returns the same options for another number of reps, with segments in proportion. Reps left
    /// over by rounding go to the segments with the largest remainders.
    #[must_use]
    pub fn with_reps(&self, reps: u32) -> Self {
        let exact: Vec<f64> = self
            .segments
            .iter()
            .map(|(_, reps_of_segment)| f64::from(*reps_of_segment) * f64::from(reps) / f64::from(self.reps.max(1)))
            .collect();
        let mut parts: Vec<u32> = exact.iter().map(|part| part.floor() as u32).collect();
        let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
        by_remainder.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())).then(a.cmp(&b)));
        let left = reps.saturating_sub(parts.iter().sum());
        for &segment in by_remainder.iter().cycle().take(left as usize) {
            parts[segment] += 1;
        }
        let segments = self.segments.iter().zip(parts).map(|((preset, _), part)| (*preset, part)).collect();
        Self { reps, segments, ..self.clone() }
    }
}

fn required<T>(
    option: &'static str,
    text: Option<&str>,
    faults: &mut Faults,
    read: impl Fn(&str) -> Result<T, QuickOptionFault>,
) -> Option<T> {
    let read = text.map_or(Err(QuickOptionFault::Missing { option }), read);
    read.map_err(|fault| faults.push(Place::Option(option), fault)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(reps: &str, quota: &str, target: &str) -> QuickArguments {
        let some = |text: &str| Some(text.to_owned());
        QuickArguments { reps: some(reps), quota: some(quota), target: some(target), ..QuickArguments::default() }
    }

    #[test]
    fn every_bad_value_is_reported_at_once() {
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
