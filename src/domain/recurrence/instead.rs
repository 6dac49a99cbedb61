//! What may stand in place of an item that is refused (S-12, S-17). Where it is not plain what was meant, nothing.
//!
//! Begin reading at [`from_value`] and [`forward`].

use super::field::{Field, day_name};

/// Days of a week; in a list of them Sunday stands at both ends.
const WEEK: u32 = 7;

/// In place of `5/15`, where the value is `from`: `5-59/15`. `written` is the value as it was written.
pub(super) fn from_value(field: Field, from: u32, written: &str, step: u32) -> Option<String> {
    let (least, most) = field.bounds();
    let is_name = written.bytes().all(|byte| byte.is_ascii_alphabetic());
    // From Sunday by name, which begins the week here, the week ends on Saturday; from other days, on Sunday.
    let end = match field {
        Field::DayOfWeek if from == 0 => 6,
        _ => most,
    };
    let is_sound = (least..end).contains(&from) && (1..=most).contains(&step);
    // A step that leaves the range at once is a mistake that nobody can guess the meaning of.
    if !is_sound || from + step > end {
        return None;
    }
    let end = match field {
        Field::DayOfWeek if is_name => day_name(end),
        Field::Month if is_name => "DEC".to_owned(),
        _ => end.to_string(),
    };
    Some(format!("{}-{end}/{step}", written.to_ascii_uppercase()))
}

/// Whether a range that runs backwards names everything that the field has.
pub(super) fn is_everything(from: u32, to: u32, step: u32) -> bool {
    from == to + 1 && step == 1
}

/// In place of `22-6`, whose ends are `from` and `to`: `22-23,0-6`.
pub(super) fn forward(field: Field, from: u32, to: u32, step: u32) -> Option<String> {
    let (least, most) = field.bounds();
    let is_unclear = match field {
        // The years do not begin anew.
        Field::Year if step == 1 => return Some(format!("{to}-{from}")),
        Field::Year => true,
        // Months have different lengths, so it is not plain where the steps go on.
        Field::DayOfMonth => step > 1,
        _ => false,
    };
    if is_unclear || is_everything(from, to, step) || !(1..=most).contains(&step) {
        return None;
    }
    let length = match field {
        Field::DayOfWeek => WEEK,
        _ => most - least + 1,
    };
    let by_step = usize::try_from(step).ok()?;
    let all = (from..=to + length).step_by(by_step);
    let (before, after): (Vec<_>, Vec<_>) = all.partition(|value| *value <= most);
    let after: Vec<_> = after.into_iter().map(|value| value - length).collect();
    let runs = [before, after];
    let runs: Vec<_> = runs.iter().filter_map(|run| written(field, run)).collect();
    Some(runs.join(","))
}

/// Values a step apart, as one item.
fn written(field: Field, values: &[u32]) -> Option<String> {
    let write = |value: u32| match field {
        Field::DayOfWeek => day_name(value),
        _ => value.to_string(),
    };
    match values {
        [] => None,
        [only] => Some(write(*only)),
        [first, second, ..] => {
            let last = values.last()?;
            let range = format!("{}-{}", write(*first), write(*last));
            match second - first {
                1 => Some(range),
                step => Some(format!("{range}/{step}")),
            }
        }
    }
}
