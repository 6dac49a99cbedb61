//! Which item a schedule posts next: a shuffle bag per schedule.
//!
//! Nothing comes twice before everything has come once, and two that come one after the other share no part of the
//! body, wherever the pack allows it. Strength, eyes and breathing are mixed in evenly: since every
//! item comes once a round, how many of each come is the pack's doing, and the bag's is that they never bunch. The bag
//! is plain data that the store keeps; with the same seed it always draws the same. Begin reading at [`Bag::draw`].

use super::card::Area;

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
    /// What it is for, the main part first; the next one shares none of them.
    pub areas: &'a [Area],
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
    /// The areas of the last draw, by name.
    #[serde(default, alias = "last_area", deserialize_with = "one_or_many")]
    pub last_areas: Vec<String>,
}

/// Bags that were kept when only the main area counted have one name, or none.
fn one_or_many<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Kept {
        One(String),
        Many(Vec<String>),
    }
    let kept: Option<Kept> = serde::Deserialize::deserialize(from)?;
    Ok(match kept {
        None => Vec::new(),
        Some(Kept::One(area)) => vec![area],
        Some(Kept::Many(areas)) => areas,
    })
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
        self.last_areas = choice
            .areas
            .iter()
            .map(|area| area.name().to_owned())
            .collect();
        Some(choice)
    }

    fn left<'a>(&self, candidates: &[Candidate<'a>]) -> Vec<Candidate<'a>> {
        let is_left = |candidate: &&Candidate<'a>| !self.drawn.iter().any(|id| id == candidate.id);
        candidates.iter().filter(is_left).copied().collect()
    }

    /// Takes what shares no area with the last and leaves the rest such that it can come so, too; what is mixed in goes
    /// first if its turn has come. Where the rest cannot be spread any more, as few as can be come side by side.
    fn choose<'a>(&self, left: &[Candidate<'a>], all: &[Candidate<'a>]) -> Option<Candidate<'a>> {
        let last = Area::ALL
            .iter()
            .filter(|area| self.last_areas.iter().any(|name| name == area.name()));
        let last = Areas::of(last);
        let fresh = |candidate: &&Candidate<'a>| !Areas::of(candidate.areas).meet(last);
        let is_other = |candidate: &&Candidate<'a>| {
            let main = candidate.areas.first().map(|area| area.name());
            main != self.last_areas.first().map(String::as_str)
        };
        let pools = [
            left.iter().filter(fresh).collect(),
            left.iter().filter(is_other).collect(),
        ];
        let mut pools = pools.into_iter().filter(|pool: &Vec<_>| !pool.is_empty());
        let mut pool = pools.next().unwrap_or_else(|| left.iter().collect());
        self.order(&mut pool, left, all);
        let mut best: Option<(usize, &Candidate<'a>)> = None;
        for candidate in pool {
            let rest = left.iter().filter(|other| other.id != candidate.id);
            let rest: Vec<_> = rest.map(|other| Areas::of(other.areas)).collect();
            let n_meetings = meetings(rest, Areas::of(candidate.areas));
            if best.is_none_or(|(fewest, _)| n_meetings < fewest) {
                best = Some((n_meetings, candidate));
            }
            if n_meetings == 0 {
                break;
            }
        }
        best.map(|(_, candidate)| *candidate)
    }

    /// First whose turn it is, last what is mixed in before its turn; by lot among these, but what meets many of the
    /// others early rather than late, while they still can be spread.
    fn order(&self, pool: &mut [&Candidate<'_>], left: &[Candidate<'_>], all: &[Candidate<'_>]) {
        let turn = self.whose_turn(pool, all);
        let rank = |strand: Strand| match strand {
            _ if strand == turn => 0,
            Strand::Other => 1,
            _ => 2,
        };
        let degree = |one: &Candidate<'_>| {
            let areas = Areas::of(one.areas);
            let met = left
                .iter()
                .filter(|other| areas.meet(Areas::of(other.areas)));
            met.count() as u64
        };
        let most = pool.iter().map(|candidate| degree(candidate)).max();
        let most = most.unwrap_or_default();
        let shuffled = mix(self.seed.wrapping_add(self.draws));
        pool.sort_by_cached_key(|candidate| {
            let lot = mix(id_number(candidate.id) ^ shuffled) >> LOT_SHIFT;
            (rank(candidate.strand), lot * (1 + most - degree(candidate)))
        });
    }
}

/// Leaves a lot that is small enough to be multiplied.
const LOT_SHIFT: u32 = 32;

/// Some parts of the body, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Areas(u32);

impl Areas {
    fn of<'a>(areas: impl IntoIterator<Item = &'a Area>) -> Self {
        Self(
            areas
                .into_iter()
                .fold(0, |bits, area| bits | 1 << (*area as u32)),
        )
    }

    const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// How many neighbours share an area if `rest` comes after `last` in a good order: each time the one that meets most
/// of the others, as long as it does not meet the one before.
fn meetings(mut rest: Vec<Areas>, mut last: Areas) -> usize {
    let of_one = |one: &Areas| rest.iter().filter(|other| one.meet(**other)).count();
    let mut degrees: Vec<usize> = rest.iter().map(of_one).collect();
    let mut n_meetings = 0;
    while !rest.is_empty() {
        let places = 0..rest.len();
        let fresh = places.clone().filter(|place| !rest[*place].meet(last));
        let next = fresh.max_by_key(|place| degrees[*place]).or_else(|| {
            n_meetings += 1;
            places.max_by_key(|place| degrees[*place])
        });
        let Some(next) = next else { break };
        last = rest.swap_remove(next);
        degrees.swap_remove(next);
        for (other, degree) in rest.iter().zip(&mut degrees) {
            *degree -= usize::from(other.meet(last));
        }
    }
    n_meetings
}

/// A number that is each item's own.
fn id_number(id: &str) -> u64 {
    id.bytes()
        .fold(0, |number, byte| mix(number ^ u64::from(byte)))
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
    use Area::{Eyes, Hands, Neck, UpperBack};

    type Item = (String, Vec<Area>);

    fn pack(areas: &[Area]) -> Vec<Item> {
        let areas: Vec<_> = areas.iter().map(|area| vec![*area]).collect();
        pack_of(&areas)
    }

    fn pack_of(areas: &[Vec<Area>]) -> Vec<Item> {
        let items = areas.iter().enumerate();
        items
            .map(|(k, areas)| (format!("item-{k}"), areas.clone()))
            .collect()
    }

    fn candidates(pack: &[Item]) -> Vec<Candidate<'_>> {
        let items = pack.iter().map(|(id, areas)| Candidate {
            id,
            areas,
            strand: match areas[..] {
                [Area::Eyes, ..] => Strand::Eyes,
                _ => Strand::Other,
            },
        });
        items.collect()
    }

    #[test]
    fn an_empty_pack_draws_nothing() {
        assert_eq!(Bag::new(1).draw(&[]), None);
    }

    #[test]
    fn an_item_that_left_the_pack_is_not_missed() {
        let pack = pack(&[Neck, UpperBack, Eyes]);
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
        let pack = pack(&[Neck, UpperBack, Neck, Neck, Eyes, Neck]);
        for seed in 0..50 {
            let mut bag = Bag::new(seed);
            let areas: Vec<_> = (0..6)
                .map(|_| bag.draw(&candidates(&pack)).unwrap().areas[0])
                .collect();
            let necks: Vec<_> = (0..6).filter(|k| areas[*k] == Neck).collect();
            assert_eq!(necks, [0, 2, 4, 5], "seed {seed}: {areas:?}");
        }
    }

    #[test]
    fn which_item_comes_first_differs_from_schedule_to_schedule_and_from_round_to_round() {
        let pack = pack(&[Neck, UpperBack, Eyes, Hands]);
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
        let pack = pack(&[Neck, UpperBack, Eyes]);
        let items = candidates(&pack);
        let mut bag = Bag::new(3);
        let early: Vec<_> = (0..2).map(|_| bag.draw(&items[..2]).unwrap().id).collect();
        assert_eq!(bag.drawn, early);
        assert_eq!(bag.draw(&items).unwrap().id, "item-2");
        assert_eq!(bag.last_areas, ["eyes"]);
        // Then the next round begins, and does so with another area.
        assert_ne!(bag.draw(&items).unwrap().areas, [Eyes]);
        assert_eq!(bag.drawn.len(), 1);
    }

    #[test]
    fn a_bag_that_was_kept_when_only_the_main_area_counted_is_read() {
        let kept = |last: &str| -> Bag {
            let text =
                format!("{{\"seed\":7,\"draws\":2,\"drawn\":[\"item-0\"],\"last_area\":{last}}}");
            serde_json::from_str(&text).unwrap()
        };
        assert_eq!(kept("\"neck\"").last_areas, ["neck"]);
        assert_eq!(kept("null").last_areas, [""; 0]);
        let mut bag = kept("\"neck\"");
        bag.last_areas.push("eyes".to_owned());
        let text = serde_json::to_string(&bag).unwrap();
        assert_eq!(serde_json::from_str::<Bag>(&text).unwrap(), bag);
    }

    #[test]
    fn a_second_area_counts_as_much_as_the_first() {
        // Three of six touch the neck, and not first: only every other draw can be one of them.
        let areas = [
            vec![UpperBack, Neck],
            vec![Eyes],
            vec![Hands, Neck],
            vec![Area::Legs],
            vec![Area::Chest, Neck],
            vec![Area::Feet],
        ];
        let pack = pack_of(&areas);
        for seed in 0..200 {
            let mut bag = Bag::new(seed);
            let drawn: Vec<_> = (0..18)
                .map(|_| bag.draw(&candidates(&pack)).unwrap().areas)
                .collect();
            for pair in drawn.windows(2) {
                assert!(
                    !Areas::of(pair[0]).meet(Areas::of(pair[1])),
                    "seed {seed}: {drawn:?}"
                );
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn everything_comes_once_a_round_and_no_area_twice_running(
            seed: u64,
            areas in proptest::collection::vec(
                proptest::sample::select(vec![Neck, UpperBack, Eyes, Hands]), 1..24),
        ) {
            let pack = pack(&areas);
            let items = candidates(&pack);
            let most = items.iter().map(|c| items.iter().filter(|o| o.areas == c.areas).count()).max();
            let can_be_spread = most.unwrap_or_default() * 2 <= items.len();
            let mut bag = Bag::new(seed);
            for _ in 0..3 {
                let mut round = std::collections::BTreeSet::new();
                let mut last: Option<&[Area]> = None;
                for _ in 0..items.len() {
                    let drawn = bag.draw(&items).unwrap();
                    proptest::prop_assert!(round.insert(drawn.id), "{} came twice", drawn.id);
                    if can_be_spread {
                        proptest::prop_assert_ne!(last, Some(drawn.areas));
                    }
                    last = Some(drawn.areas);
                }
            }
        }
    }
}
