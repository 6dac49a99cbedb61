//! Which item a schedule posts next: a shuffle bag per schedule.
//!
//! Nothing comes twice before everything has come once, and the same body area never comes twice
//! running as long as another one is left in the bag. Strength, eyes and breathing are mixed in evenly: since every
//! item comes once a round, how many of each come is the pack's doing, and the bag's is that they never bunch. The bag
//! is plain data that the store keeps; with the same seed it always draws the same. Begin reading at [`Bag::draw`].

/// What is mixed in among the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strand {
    /// Working against a load.
    Strength,
    /// For the eyes.
    Eyes,
    /// For the breath.
    Breath,
    /// Everything else.
    Other,
}

impl Strand {
    /// What is mixed in.
    pub const MIXED_IN: [Self; 3] = [Self::Strength, Self::Eyes, Self::Breath];
}

/// An item that can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Its id in the content pack.
    pub id: &'a str,
    /// What it is for; the same never comes twice running.
    pub area: &'a str,
    /// What of the mix it belongs to.
    pub strand: Strand,
}

/// What a schedule has drawn so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Bag {
    /// Fixed when the schedule is made.
    pub seed: u64,
    /// Draws in all; makes each one different.
    pub draws: u64,
    /// What has come since the bag was last filled, oldest first.
    pub drawn: Vec<String>,
    /// The area of the last draw.
    pub last_area: Option<String>,
}

impl Bag {
    /// A full bag.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            ..Self::default()
        }
    }

    /// Draws one of `candidates`; `None` if there are none. Items that have left the pack since are
    /// forgotten, new ones join the present round.
    pub fn draw<'a>(&mut self, candidates: &[Candidate<'a>]) -> Option<Candidate<'a>> {
        self.drawn
            .retain(|id| candidates.iter().any(|candidate| candidate.id == id));
        let mut left = self.left(candidates);
        if left.is_empty() {
            self.drawn.clear();
            left = self.left(candidates);
        }
        let choice = self.choose(&left, candidates)?;
        self.draws += 1;
        self.drawn.push(choice.id.to_owned());
        self.last_area = Some(choice.area.to_owned());
        Some(choice)
    }

    fn left<'a>(&self, candidates: &[Candidate<'a>]) -> Vec<Candidate<'a>> {
        let is_left = |candidate: &&Candidate<'a>| !self.drawn.iter().any(|id| id == candidate.id);
        candidates.iter().filter(is_left).copied().collect()
    }

    /// Takes from an area that fills half of the bag while it still can be spread; else from any area but
    /// the last, and of what is mixed in if its turn has come.
    fn choose<'a>(&self, left: &[Candidate<'a>], all: &[Candidate<'a>]) -> Option<Candidate<'a>> {
        let is_fresh = |area: &str| self.last_area.as_deref() != Some(area);
        let size = |area: &str| left.iter().filter(|other| other.area == area).count();
        let pressing = left
            .iter()
            .map(|candidate| candidate.area)
            .find(|area| is_fresh(area) && size(area) * 2 > left.len());
        let mut pool: Vec<_> = left
            .iter()
            .filter(|candidate| match pressing {
                Some(area) => candidate.area == area,
                None => is_fresh(candidate.area),
            })
            .collect();
        if pool.is_empty() {
            pool = left.iter().collect();
        }
        let strand = self.whose_turn(&pool, all);
        if pool.iter().any(|candidate| candidate.strand == strand) {
            pool.retain(|candidate| candidate.strand == strand);
        }
        let index =
            mix(self.seed.wrapping_add(self.draws)) % u64::try_from(pool.len()).ok()?.max(1);
        pool.get(usize::try_from(index).ok()?)
            .map(|candidate| **candidate)
    }
}

impl Bag {
    /// The strand that has waited longest past its turn, else the rest; what is left of the rest decides no more once
    /// there is none.
    fn whose_turn(&self, pool: &[&Candidate<'_>], all: &[Candidate<'_>]) -> Strand {
        let in_pool = |strand: Strand| pool.iter().any(|candidate| candidate.strand == strand);
        let turns = Strand::MIXED_IN
            .into_iter()
            .filter(|strand| in_pool(*strand));
        let next = turns.min_by_key(|strand| self.turn(*strand, all));
        match next {
            Some(strand) if !in_pool(Strand::Other) => strand,
            Some(strand) if self.turn(strand, all) < (self.drawn.len() + 1) * SCALE => strand,
            _ => Strand::Other,
        }
    }

    /// At which draw of the round a strand comes next, if its items lie evenly, scaled. Where it begins is the
    /// seed's choice, so that not every schedule has its strength on Tuesdays.
    fn turn(&self, strand: Strand, all: &[Candidate<'_>]) -> usize {
        let of_it = all.iter().filter(|candidate| candidate.strand == strand);
        let (n_all, n_drawn) = of_it.fold((0, 0), |(n_all, n_drawn), candidate| {
            let is_drawn = self.drawn.iter().any(|id| id == candidate.id);
            (n_all + 1, n_drawn + usize::from(is_drawn))
        });
        let begin = mix(self.seed ^ (strand as u64 + 1)) % SCALE as u64;
        let begin = usize::try_from(begin).unwrap_or_default();
        (n_drawn * SCALE + begin) * all.len() / n_all.max(1)
    }
}

/// Into how many parts a place in a round is cut.
const SCALE: usize = 1000;

/// `SplitMix64`'s finaliser: every bit of the answer depends on every bit of the question (Steele, Lea,
/// Flood 2014, "Fast splittable pseudorandom number generators").
pub fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(areas: &[&'static str]) -> Vec<(String, &'static str)> {
        areas
            .iter()
            .enumerate()
            .map(|(k, area)| (format!("item-{k}"), *area))
            .collect()
    }

    fn candidates<'a>(pack: &'a [(String, &'a str)]) -> Vec<Candidate<'a>> {
        pack.iter()
            .map(|(id, area)| Candidate {
                id,
                area,
                strand: match *area {
                    "eyes" => Strand::Eyes,
                    _ => Strand::Other,
                },
            })
            .collect()
    }

    #[test]
    fn an_empty_pack_draws_nothing() {
        assert_eq!(Bag::new(1).draw(&[]), None);
    }

    #[test]
    fn an_item_that_left_the_pack_is_not_missed() {
        let pack = pack(&["neck", "back", "eyes"]);
        let mut bag = Bag::new(7);
        let first = bag.draw(&candidates(&pack)).unwrap().id.to_owned();
        let rest: Vec<_> = candidates(&pack)
            .into_iter()
            .filter(|c| c.id != first)
            .collect();
        let next: Vec<_> = (0..2).map(|_| bag.draw(&rest).unwrap().id).collect();
        assert_ne!(next[0], next[1]);
        assert_eq!(bag.drawn, next, "it is forgotten");
        // Should it come back, it is as good as new.
        assert_eq!(bag.draw(&candidates(&pack)).unwrap().id, first);
    }

    #[test]
    fn mixing_gives_the_published_numbers() {
        // What SplitMix64 gives first for the seed 0: each number is the mix of a multiple of the golden gamma.
        let gamma = 0x9e37_79b9_7f4a_7c15_u64;
        let first = [0, 1, 2].map(|k: u64| mix(gamma.wrapping_mul(k)));
        assert_eq!(
            first,
            [
                0xe220_a839_7b1d_cdaf,
                0x6e78_9e6a_a1b9_65f4,
                0x06c4_5d18_8009_454f
            ]
        );
    }

    #[test]
    fn an_area_with_more_than_half_of_what_is_left_comes_as_often_as_it_can() {
        // Four of six are for the neck: any other order of the first draws would leave two of them for the end.
        let pack = pack(&["neck", "back", "neck", "neck", "eyes", "neck"]);
        for seed in 0..50 {
            let mut bag = Bag::new(seed);
            let areas: Vec<_> = (0..6)
                .map(|_| bag.draw(&candidates(&pack)).unwrap().area)
                .collect();
            let necks: Vec<_> = (0..6).filter(|k| areas[*k] == "neck").collect();
            assert_eq!(necks, [0, 2, 4, 5], "seed {seed}: {areas:?}");
        }
    }

    #[test]
    fn which_item_comes_first_differs_from_schedule_to_schedule_and_from_round_to_round() {
        let pack = pack(&["neck", "back", "eyes", "wrists"]);
        let items = candidates(&pack);
        let round = |bag: &mut Bag| -> Vec<&str> {
            (0..items.len())
                .map(|_| bag.draw(&items).unwrap().id)
                .collect()
        };
        let first: std::collections::BTreeSet<_> =
            (0..200).map(|seed| round(&mut Bag::new(seed))).collect();
        assert_eq!(first.len(), 24, "every order there is");
        let mut bag = Bag::new(1);
        let rounds: std::collections::BTreeSet<_> = (0..50).map(|_| round(&mut bag)).collect();
        assert!(rounds.len() > 5, "{} orders", rounds.len());
        assert_eq!((bag.seed, bag.draws), (1, 200));
        // With the same seed it always draws the same.
        assert_eq!(round(&mut Bag::new(7)), round(&mut Bag::new(7)));
    }

    #[test]
    fn a_new_item_joins_the_present_round() {
        let pack = pack(&["neck", "back", "eyes"]);
        let items = candidates(&pack);
        let mut bag = Bag::new(3);
        let early: Vec<_> = (0..2).map(|_| bag.draw(&items[..2]).unwrap().id).collect();
        assert_eq!(bag.drawn, early);
        assert_eq!(bag.draw(&items).unwrap().id, "item-2");
        assert_eq!(bag.last_area.as_deref(), Some("eyes"));
        // Then the next round begins, and does so with another area.
        assert_ne!(bag.draw(&items).unwrap().area, "eyes");
        assert_eq!(bag.drawn.len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn everything_comes_once_a_round_and_no_area_twice_running(
            seed: u64,
            areas in proptest::collection::vec(
                proptest::sample::select(vec!["neck", "back", "eyes", "wrists"]), 1..24),
        ) {
            let pack = pack(&areas);
            let items = candidates(&pack);
            let most = items.iter().map(|c| items.iter().filter(|o| o.area == c.area).count()).max();
            let can_be_spread = most.unwrap_or_default() * 2 <= items.len();
            let mut bag = Bag::new(seed);
            for _ in 0..3 {
                let mut round = std::collections::BTreeSet::new();
                let mut last: Option<&str> = None;
                for _ in 0..items.len() {
                    let drawn = bag.draw(&items).unwrap();
                    proptest::prop_assert!(round.insert(drawn.id), "{} came twice", drawn.id);
                    if can_be_spread {
                        proptest::prop_assert_ne!(last, Some(drawn.area));
                    }
                    last = Some(drawn.area);
                }
            }
        }
    }
}
