//! What must not be said, by meaning: families of wording rather than phrases.
//!
//! English only, as the pack is. How a pattern is written stands in `meaning`. Begin reading at [`Families`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::meaning::{Heard, Lexicon, Pattern};
use super::words::Word;

/// Words that stand for one thing. A member may be a class itself.
pub(super) const CLASSES: [(&str, &str); 12] = [
    (
        "not",
        "no|not|never|nobody|don't|dont|doesn't|needn't|isn't|aren't|won't|can't|cannot|shouldn't|without|hardly|\
         rarely|seldom|little|nothing|neither|wouldn't|didn't|haven't|nor|none|unnecessary",
    ),
    (
        "doctor",
        "doctor*|gp|gps|clinician*|physician*|physio|physios|physiotherapist*|nurse*|pharmacist*|professional*|\
         hospital*|clinic|clinics|surgery|ambulance*|specialist*|medic|medics|checkup|appointment*|a&e",
    ),
    (
        "condition",
        "disc|discs|disk|arthritis|osteoarthritis|nerve|sciatica|scoliosis|osteoporosis|fibromyalgia|tendonitis|\
         tendinitis|tendinopathy|bursitis|stenosis|spondyl*|costochondritis|impingement|whiplash|fracture*|sprain*|\
         strain|strains|tear|tumour*|tumor*|cancer|infection*|migraine*|herniat*|inflammation|inflamed|lumbago|rsi|\
         tunnel|syndrome*|kyphosis|lordosis|spasm|spasms|pulled|pinched|trapped|slipped|bulging|dislocat*|hernia|\
         angina|embolism|clot|shingles|diabetes|gout|depression|dysfunction|misalign*|subluxation*",
    ),
    (
        "trouble",
        "pain|pains|ache*|headache*|backache*|migraine*|stiffness|injur*|strain*|knots|sciatica|soreness|discomfort|\
         cramps|spasm*|tension|numbness|tingling|rsi|arthritis|hurting|damage",
    ),
    (
        "medicine",
        "ibuprofen|paracetamol|acetaminophen|aspirin|naproxen|diclofenac|codeine|painkiller*|anti|nsaid*|tablet*|\
         pill|pills|gel|gels|cream|creams|ointment*|patch|patches|medicine*|medication*",
    ),
    (
        "prescribed",
        "thinner|thinners|medicine*|medication*|meds|tablet|tablets|pill|pills|prescri*|statin*|insulin|\
         antidepressant*|steroid*|inhaler*|drugs|warfarin|anticoagulant*|treatment*|therapy|dose|doses",
    ),
    (
        "better",
        "better|best|stronger|strongest|safer|safest|faster|fastest|gentler|gentlest|kinder|superior|preferable|\
         worse|weaker|worst|quicker|milder|beats",
    ),
    (
        "sure",
        "likely|probably|surely|certainly|clearly|definitely|obviously|undoubtedly|typically|almost|simply|just|\
         plainly",
    ),
    (
        "when",
        "if|when|whenever|whether|unless|where|while|once|before|until|after|who|whose|because|as|in|with|for|or",
    ),
    (
        "may",
        "may|might|can|could|would|should|sometimes|often|some|perhaps|seldom|rarely|cannot|if|which",
    ),
    (
        "hurts",
        "hurt|hurts|hurting|pain|painful|sting|stings|burns|tingl*|numb*|dizz*|ache|aches|sore|soreness",
    ),
    (
        "moves",
        "bend|bends|straighten|straightens|lift|lifts|rise|rises|drop|drops|swing|swings",
    ),
];

/// What takes the harm out of a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Unless {
    /// Nothing.
    Never,
    /// A "no" before it in the clause.
    Denied,
    /// A "no", an "if" or a "may" before it in the clause.
    Open,
}

/// Patterns for one reason, what is better, and what makes one of them harmless.
type Family = (&'static str, Unless, &'static [&'static str]);

const FAMILIES: [Family; 13] = [
    (
        "say when to see someone",
        Unless::Never,
        &[
            "@not ..2 need|needs|needed|require*|worth|point|reason|necessary|sense|use|call|cause ..5 @doctor",
            "don't|not|never|needn't|no ..1 bother*|trouble|rush|run ..5 @doctor",
            "don't|never|needn't see|seeing|visit|visiting|call|phone|ask|consult ..3 @doctor",
            "not|no see|seeing|visit|visiting|phone|ask|consult a|the|your|any @doctor",
            "@doctor ..1 is|are|isn't|aren't ..1 @not|unnecessary|needless|pointless",
            "@doctor isn't|aren't|can't|cannot|won't ..1 need*|necessary|help|required|do|tell",
            "skip|forget|ignore|cancel|avoid|spare ..3 @doctor",
            "instead of|rather ..2 @doctor",
            "rather than ..3 @doctor",
            "waste ..4 @doctor",
            "you ..1 manage|cope|fine|do ..2 without ..3 @doctor",
            "@doctor ..3 waste",
            "unnecessary ..3 @doctor",
            "no ..1 doctor|gp|physio|clinician|physiotherapist|nurse ..1 is|are|needed|required|necessary",
            "never mind|forget ..2 @doctor",
            "don't|won't|needn't|never|not|no have|need|want|wish to ..2 @doctor",
            "don't|won't|needn't have|need to|see ..1 see|call|visit|ask|ring|phone|bother ..3 @doctor",
            "spare|save yourself ..5 @doctor",
        ],
    ),
    (
        "a bot cannot tell",
        Unless::Open,
        &[
            "you|you've have|got|suffer|suffering|having|developed ..4 @condition",
            "you've|you're ..4 @condition",
            "pain|ache|hurt|headache|stiffness|trouble|problem|symptom|symptoms|soreness|tingling|numbness|ache's \
             ..1 is|comes|come|stems|results|means|are|points ..2 from|due|caused|because|to|by|a|an|your ..4 @condition",
            "pain|ache|headache|stiffness|tingling|numbness comes|stems|means ..4 @condition",
            "your ..2 pain|ache|headache|stiffness|tingling|numbness|trouble|problem ..1 is|comes|means|must ..4 @condition",
            "this|that|it|it's|that's is|must|will|means|sounds|looks|seems|has @sure|be ..5 @condition",
            "this|that|it is|means|sounds|looks a|an|your|like|arthritis|sciatica ..3 @condition",
            "it's|that's a|an|your|arthritis|sciatica|just|only ..3 @condition",
            "most|very|quite likely|probably ..3 @condition",
            "probably|definitely|certainly|surely|undoubtedly ..3 @condition",
            "sign|proof|symptom of ..2 @condition",
            "this|that|it means ..2 you ..3 @condition",
            "is|are|was a|an|your|only|just|probably ..2 @condition",
            "is|are arthritis|sciatica|osteoporosis|fibromyalgia|rsi|lumbago|whiplash|tendonitis|cancer",
            "hurts|aches because|due|from ..3 @condition",
            "you are|must|had|will ..2 suffering|having|have|pulled|slipped|torn|trapped|sprained|strained ..4 \
             @condition|muscle|ligament|rib|disc|nerve",
            "chances|odds|bet ..4 @condition",
        ],
    ),
    (
        "medicines are for the pharmacist and the doctor",
        Unless::Never,
        &[
            "@medicine ..2 is|are|works|work|does|do|acts ..3 @better",
            "@medicine ..5 than ..2 @medicine",
            "@better than ..2 @medicine",
            "@medicine beat|beats|trump|trumps|outdo|outdoes|outperform* ..2 @medicine",
            "@medicine over ..1 @medicine",
            "take|use|have fewer|less|more|none|half ..4 @prescribed",
            "best|strongest|safest|right|ideal|gentlest ..1 @medicine",
            "prefer|favour|pick|choose ..2 @medicine",
            "stop|pause|quit|skip|halve|reduce|drop|miss|cut|discontinue|double|increase|leave|quitting|stopping|\
             skipping|ditch ..5 @prescribed",
            "come|coming|wean ..2 off ..3 @prescribed",
            "go|do|live|manage ..1 without ..2 @prescribed",
        ],
    ),
    (
        "may help, may ease, some people find",
        Unless::Denied,
        &[
            "get|gets|getting|got rid of",
            "stops|ends|banishes|kills|beats|erases|removes|clears|halts|abolishes|defeats|conquers|stopping|ending|\
             relieves|wipes|dissolves|zaps|crushes|avoids|averts|averting ..3 @trouble",
            "will|can|to|'ll|that'll|helps|you'll stop|end|banish|kill|beat|erase|remove|halt|conquer|defeat|avert|\
             dissolve|zap ..2 @trouble",
            "keep*|hold* ..4 @trouble away|off|out|at",
            "keep*|stay*|leave*|make* ..4 free of|from ..2 @trouble",
            "keep*|stay* ..3 @trouble free",
            "ward|wards|warding|fend|fends|stave|staves off ..4 @trouble",
            "protect*|shield*|guard*|safeguard*|immun* ..4 from|against ..3 @trouble",
            "never ..4 @trouble again",
            "no more ..2 @trouble",
            "rids|frees|freed ..3 of|from ..3 @trouble",
            "@trouble ..1 vanishes|disappears|dissolves|melts",
            "make*|makes ..3 @trouble ..1 vanish|disappear|go|stop|end",
            "put|puts an|end|paid end|to ..1 to|@trouble",
            "@trouble ..3 thing|part of the past",
            "you|you'll|be|are|become|stay ..2 free of|from ..2 @trouble",
            "@trouble stay|stays|keeps|keep away|off",
            "save|saves|saving you|your ..2 from ..2 @trouble",
            "leaves|gives ..1 no ..3 @trouble",
            "@trouble ..1 gone|history|forever",
        ],
    ),
    (
        "leave it out",
        Unless::Denied,
        &[
            "proven|sure|surefire|certain|reliable|foolproof|infallible|unfailing|tested|only|perfect|ultimate ..1 \
             remedy|cure|treatment|solution|fix|answer|relief|therapy",
            "proven|surefire|foolproof|infallible|unfailing|failsafe ..1 method|way|exercise|stretch|technique|movement",
            "never fails",
            "without fail",
            "cure all|cureall",
            "works ..1 every|everybody|everyone|always",
        ],
    ),
    (
        "there is no one correct posture; comfort and change are better aims",
        Unless::Denied,
        &[
            "one|single|only|best ..1 correct|right|proper|good|healthy|true|ideal|perfect|natural ..1 posture|position|way",
            "one|single|only posture|position|way ..3 right|correct|healthy|proper|sit|stand",
            "best posture|position|way ..2 sit|stand|is|for|to",
            "the best posture",
            "wrong|incorrect|faulty ..1 posture",
            "must|have|need ..1 sit|stand ..1 straight|upright",
            "everyone|everybody|one must|should|ought|has ..1 sit|stand",
            "only ..3 upright|straight ..2 is|are ..1 healthy|right|good|correct",
            "how ..2 everyone|everybody|you should|must|ought ..1 sit|stand",
        ],
    ),
    (
        "no blame, and nothing about looks or weight",
        Unless::Denied,
        &[
            "shame|ashamed|shameful|embarrassing|embarrassed|pathetic|disgrace*|disappoint*|guilty|useless|hopeless",
            "you|you've missed|skipped|forgot|forgotten|failed|ignored ..4 again",
            "you|you've ..1 missed|skipped|failed|neglected ..3 break|breaks|stretch|prompt|it|yesterday|today|goal|streak",
            "everyone|everybody else did|has|managed|is",
            "your colleagues|teammates|team did|managed|noticed|are",
            "only you ..2 missed|skipped|left",
            "your ..1 fault",
            "no discipline|willpower",
            "try harder",
            "let|lets|letting us|everybody|everyone|yourself|others|team|colleagues ..1 down",
            "feel|be|are ..1 bad|guilty|ashamed|sorry about|for|that",
            "how|so sad|weak|lazy|poor|typical",
            "others|everyone|everybody|colleagues manage|managed|do|did|can|could ..1 it",
            "why not|can't you",
            "lose|lost|losing your|the ..1 streak",
        ],
    ),
    (
        "stop at pain",
        Unless::Denied,
        &[
            "carry|keep|go|press|push|continue|stay|hold|stretch|breathe ..3 even|whatever|regardless|despite|though|although|through ..4 @hurts|happens",
            "carry|keep|go|press ..2 on|going|stretching|moving ..2 when|if|while|through|whatever|regardless",
            "even if|when|though ..3 @hurts",
        ],
    ),
    (
        "stop at pain",
        Unless::Never,
        &[
            "don't|not|never|no stop|stopping|pause|rest ..5 @hurts",
            "pain|tingling|numbness|dizziness ..1 is|are ..1 normal|good|fine|progress|expected|harmless",
            "it must|has|needs ..1 hurt",
            "the more it hurts",
            "pain|hurting|numbness|tingling means ..2 working|works|progress|good|strength|growing",
        ],
    ),
    (
        "a bot cannot tell",
        Unless::Never,
        &["can|could|must only|just ..1 be ..3 @condition"],
    ),
    (
        "nobody has examined the reader",
        Unless::Denied,
        &[
            "your ..2 pain|ache|headache|tingling|numbness|back|neck ..1 is ..2 harmless|innocent|nothing|safe",
            "this|that|it|it's|that's|which is|isn't ..2 harmless|nothing|dangerous",
            "you|you're are ..1 perfectly|completely healthy|fine",
            "pain|ache|numbness|tingling|weakness ..1 is|are|means nothing|harmless|normal",
            "it|this|that is nothing|harmless ..1 bad|serious|grave|worrying",
            "no need|reason|cause to worry|fear",
            "don't|not|never worry ..3 pain|chest|numbness|it|that|this",
        ],
    ),
    (
        "do not frighten",
        Unless::Open,
        &[
            "your ..1 spine|discs|disc|neck|back|joints|bones ..2 crumbl*|snap|collaps*|rot|rots|rotting|degenerat*|wearing|\
             decay*|broken|snap|snaps",
            "cripple*|crippling|paralys*|paralyz*|wheelchair-bound",
            "wears|wear|grinds|eats|crushes|destroys|ages out|away|down|your ..3 discs|disc|spine|joints|bones",
            "will|could ..2 end ..2 surgery|wheelchair",
        ],
    ),
    (
        "blue-light glasses are not needed; leave it out",
        Unless::Denied,
        &["need|wear|buy|get|use ..3 blue|tinted|filter* ..2 glasses|lenses|spectacles"],
    ),
];

/// All families, made ready.
#[derive(Debug)]
pub(super) struct Families {
    lexicon: Lexicon,
    all: Vec<(&'static str, Unless, Vec<Pattern>)>,
    /// By the slot that they begin with: the patterns of each family.
    begins: HashMap<usize, Vec<(usize, usize)>>,
    /// Words of denial before a pattern.
    denied: usize,
    /// Words that leave it open, before a pattern,
    open: usize,
    /// and within one.
    open_within: usize,
}

impl Families {
    /// Makes them ready.
    pub(super) fn new() -> Self {
        let mut lexicon = Lexicon::default();
        let families = FAMILIES.iter().map(|(better, unless, patterns)| {
            let patterns = patterns.iter().map(|pattern| lexicon.pattern(pattern));
            (*better, *unless, patterns.collect())
        });
        let all: Vec<(_, _, Vec<Pattern>)> = families.collect();
        let mut begins: HashMap<_, Vec<_>> = HashMap::new();
        for (family, (_, _, patterns)) in all.iter().enumerate() {
            for (number, pattern) in patterns.iter().enumerate() {
                let first = pattern.first().unwrap_or_default();
                begins.entry(first).or_default().push((family, number));
            }
        }
        Self {
            all,
            begins,
            denied: lexicon.slot("@not"),
            open: lexicon.slot("@not|@when|@may"),
            open_within: lexicon.slot("@not|@may|whether"),
            lexicon,
        }
    }

    /// What a sentence says that must not be said, in whatever words.
    pub(super) fn meanings(&self, sentence: &str) -> Vec<Word> {
        let heard = self.lexicon.hear(sentence);
        let begun = heard.all_slots().filter_map(|slot| self.begins.get(&slot));
        let begun: BTreeSet<_> = begun.flatten().copied().collect();
        let mut found = BTreeMap::new();
        for (family, pattern) in begun {
            let Some(&(better, unless, ref patterns)) = self.all.get(family) else {
                continue;
            };
            let place = patterns.get(pattern).and_then(|one| heard.find(one));
            if let Some((begin, end)) = place
                && !self.is_harmless(&heard, begin..end, unless)
            {
                let said = heard.words.get(begin..end).unwrap_or_default();
                let word = said.join(" ").replace(" ,", ",");
                found.entry(family).or_insert(Word { word, better });
            }
        }
        found.into_values().collect()
    }

    fn is_harmless(&self, heard: &Heard, said: Range<usize>, unless: Unless) -> bool {
        let before = heard.clause_before(said.start);
        match unless {
            Unless::Never => false,
            Unless::Denied => heard.has(before, self.denied),
            Unless::Open => heard.has(before, self.open) || heard.has(said, self.open_within),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_of_wording_are_found_by_what_they_mean() {
        let families = Families::new();
        for text in [
            "You do not need a doctor.",
            "Don't bother seeing a doctor.",
            "You have a slipped disc.",
            "If this hurts, you have arthritis.",
            "Your pain comes from a pinched nerve.",
            "This is most likely a pulled muscle.",
            "Ibuprofen is better than paracetamol.",
            "You may stop your blood thinners for it.",
            "It gets rid of neck pain.",
            "It stops headaches.",
            "It keeps injury away.",
            "It is a proven remedy.",
            "There is a single right posture.",
            "You missed it again, shame on you.",
            // What no rule was written for.
            "There is no point in ringing your GP.",
            "A physiotherapist is not necessary for this.",
            "Rather than a clinician, try this.",
            "That ache is caused by a bulging disc.",
            "You've got sciatica.",
            "It's probably a trapped nerve.",
            "Of the two, paracetamol works faster.",
            "Leave off your blood pressure tablets that day.",
            "This keeps your neck free from pain.",
            "It wards off backache.",
            "Do this and you will never have back pain again.",
            "It shields your shoulders against injury.",
            "There is only one healthy way to sit.",
            "You skipped your break yesterday.",
            "Keep going even if it stings.",
            "Do not stop when it hurts.",
            "Carry on whatever happens.",
            "Your discs are crumbling.",
            "No doctor is needed here.",
            "You won't have to see a GP.",
            "What you feel is a herniated disc.",
            "Your neck hurts because of arthritis.",
            "You must have pulled a muscle.",
            "It can only be a muscle strain.",
            "Tablets beat creams.",
            "Take fewer of your prescribed tablets.",
            "Neck pain will be a thing of the past.",
            "Headaches stay away.",
            "It saves you from injury.",
            "This is how everyone should sit.",
            "You let everybody down.",
            "Hold on although it hurts.",
            "A bit of numbness is nothing.",
        ] {
            assert_ne!(families.meanings(text), [], "{text}");
        }
    }

    #[test]
    fn what_takes_the_harm_out_is_heard() {
        let families = Families::new();
        for text in [
            "There is no single correct posture.",
            "If you have arthritis, ask first.",
            "Stop if the pain grows, and ask a doctor.",
            "Do not wait to see a doctor.",
            "It may ease neck pain for a while.",
            "A bot cannot tell whether you have a slipped disc.",
            "Tell the pharmacist if you have osteoporosis.",
            "No posture keeps backs free of pain.",
            "Before you take any medicine, ask a pharmacist.",
            "There is no shame in a rest.",
        ] {
            assert_eq!(families.meanings(text), [], "{text}");
        }
    }
}
