//! Fictitious names, generated from indices.

/// One of 2,000 distinct names: 1,223 and 2,000 are coprime.
pub(super) fn account(position: usize) -> String {
    let code = position * 1_223 % (FIRST.len() * LAST.len());
    format!("{} {}", FIRST[code / LAST.len()], LAST[code % LAST.len()])
}

/// A rep's name, distinct for the first 800 indices.
pub(super) fn rep(position: usize) -> String {
    format!("{} {}", GIVEN[position % GIVEN.len()], FAMILY[(position * 7 + 3) % FAMILY.len()])
}

const FIRST: [&str; 50] = [
    "Alder", "Amber", "Anchor", "Aspen", "Atlas", "Beacon", "Birch", "Bluff", "Bridge", "Canyon", "Cardinal", "Cedar", "Cobalt",
    "Copper", "Crescent", "Delta", "Dover", "Eagle", "Elm", "Ember", "Falcon", "Fern", "Flint", "Garnet", "Granite", "Harbor",
    "Hazel", "Heron", "Indigo", "Iron", "Ivory", "Juniper", "Keystone", "Lantern", "Larch", "Maple", "Meridian", "Mesa", "North",
    "Oak", "Onyx", "Pioneer", "Quarry", "Raven", "Ridge", "Sierra", "Summit", "Tidal", "Vale", "Willow",
];
const LAST: [&str; 40] = [
    "Alliance",
    "Analytics",
    "Associates",
    "Brands",
    "Capital",
    "Care",
    "Chemical",
    "Clinics",
    "Components",
    "Controls",
    "Devices",
    "Dynamics",
    "Electric",
    "Energy",
    "Express",
    "Fabrics",
    "Financial",
    "Foods",
    "Freight",
    "Goods",
    "Group",
    "Health",
    "Holdings",
    "Industries",
    "Instruments",
    "Labs",
    "Lines",
    "Logistics",
    "Machines",
    "Markets",
    "Materials",
    "Media",
    "Mills",
    "Networks",
    "Partners",
    "Software",
    "Stores",
    "Supply",
    "Systems",
    "Works",
];
const GIVEN: [&str; 25] = [
    "Ana", "Ben", "Carla", "Dev", "Eve", "Finn", "Grace", "Hugo", "Iris", "Jonas", "Kira", "Leo", "Maya", "Nils", "Olga", "Paul",
    "Quinn", "Rosa", "Sam", "Tara", "Uma", "Viktor", "Wanda", "Yusuf", "Zoe",
];
const FAMILY: [&str; 32] = [
    "Abbott", "Baker", "Castillo", "Dalton", "Ellis", "Fischer", "Garcia", "Hansen", "Ito", "Jensen", "Kowalski", "Lopez",
    "Moreau", "Novak", "Owens", "Patel", "Reyes", "Silva", "Tanaka", "Ueda", "Varga", "Weber", "Xu", "Young", "Zimmer", "Adler",
    "Brandt", "Costa", "Doyle", "Eriksen", "Farrell", "Gomes",
];
