//! A factor that may affect the win odds.

/// A factor that may affect the win odds, with the level of every trial.
#[derive(Debug, Clone)]
pub struct WinFactor {
    pub name: &'static str,
    pub levels: Vec<String>,
    /// Index of the level of each trial.
    pub level_of: Vec<u32>,
}

impl WinFactor {
    /// Returns the share of trials at each level.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.levels.len()];
        self.level_of.iter().for_each(|&level| shares[level as usize] += 1.0 / self.level_of.len() as f64);
        shares
    }
}
