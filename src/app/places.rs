//! Where people are, by the names that they type: large cities that name no zone themselves, countries with one zone, and
//! usual abbreviations, each with its zones. Plain data; the zone data knows the rest. Begin reading at [`named`].

/// Zones, each with its places: folded, as [`folded`] gives them, with commas between.
const PLACES: &[(&str, &str)] = &[
    ("Africa/Cairo", "alexandria, giza, egypt"),
    (
        "Africa/Casablanca",
        "rabat, marrakesh, marrakech, fes, tangier, morocco",
    ),
    (
        "Africa/Johannesburg",
        "cape town, durban, pretoria, soweto, south africa",
    ),
    ("Africa/Lagos", "abuja, kano, ibadan, nigeria"),
    ("Africa/Nairobi", "mombasa, kenya"),
    ("America/Argentina/Buenos_Aires", "rosario, argentina"),
    ("America/Bogota", "medellin, cali, colombia"),
    (
        "America/Chicago",
        "houston, dallas, austin, san antonio, fort worth, minneapolis, milwaukee, new orleans, nashville, memphis, kansas city, st louis, saint louis, oklahoma city, omaha, texas",
    ),
    (
        "America/Denver",
        "salt lake city, colorado springs, albuquerque, colorado, utah",
    ),
    ("America/Edmonton", "calgary, alberta"),
    ("America/Lima", "peru"),
    (
        "America/Los_Angeles",
        "san francisco, seattle, san diego, san jose, oakland, sacramento, las vegas, portland, silicon valley, california",
    ),
    ("America/Mexico_City", "guadalajara, puebla"),
    (
        "America/New_York",
        "nyc, boston, washington, washington dc, philadelphia, atlanta, miami, orlando, charlotte, pittsburgh, baltimore, cleveland, columbus, cincinnati, raleigh, brooklyn, florida",
    ),
    ("America/Phoenix", "tucson, arizona"),
    ("America/Santiago", "valparaiso"),
    (
        "America/Sao_Paulo",
        "rio de janeiro, rio, brasilia, belo horizonte, curitiba, porto alegre",
    ),
    (
        "America/Toronto",
        "montreal, ottawa, quebec, waterloo, ontario",
    ),
    ("America/Vancouver", "victoria, british columbia"),
    ("Asia/Bangkok", "chiang mai, thailand"),
    ("Asia/Dhaka", "chittagong, bangladesh"),
    ("Asia/Dubai", "abu dhabi, sharjah, uae, emirates"),
    ("Asia/Ho_Chi_Minh", "hanoi, ha noi, da nang, vietnam"),
    ("Asia/Jakarta", "bandung, surabaya, yogyakarta, java"),
    ("Asia/Jerusalem", "tel aviv, haifa, israel"),
    (
        "Asia/Karachi",
        "lahore, islamabad, rawalpindi, faisalabad, pakistan",
    ),
    (
        "Asia/Kolkata",
        "mumbai, bombay, delhi, new delhi, bangalore, bengaluru, chennai, madras, hyderabad, pune, ahmedabad, jaipur, kochi, gurgaon, noida, india",
    ),
    ("Asia/Manila", "cebu, davao, quezon city, philippines"),
    ("Asia/Riyadh", "jeddah, mecca, saudi arabia"),
    ("Asia/Seoul", "busan, incheon, south korea, korea"),
    (
        "Asia/Shanghai",
        "beijing, peking, shenzhen, guangzhou, chengdu, hangzhou, wuhan, nanjing, tianjin, xian, china",
    ),
    ("Asia/Taipei", "kaohsiung, taichung, taiwan"),
    ("Asia/Tashkent", "uzbekistan"),
    (
        "Asia/Tokyo",
        "osaka, kyoto, yokohama, nagoya, sapporo, fukuoka, kobe, japan",
    ),
    ("Australia/Brisbane", "gold coast, cairns, queensland"),
    ("Australia/Melbourne", "geelong"),
    ("Australia/Sydney", "canberra, newcastle, wollongong"),
    (
        "Europe/Amsterdam",
        "rotterdam, the hague, den haag, utrecht, eindhoven, netherlands",
    ),
    ("Europe/Athens", "thessaloniki, greece"),
    (
        "Europe/Berlin",
        "munich, munchen, muenchen, hamburg, cologne, koln, koeln, frankfurt, stuttgart, dusseldorf, duesseldorf, leipzig, dresden, hannover, hanover, nuremberg, nurnberg, bremen, dortmund, essen, karlsruhe, germany, deutschland",
    ),
    (
        "Europe/Brussels",
        "antwerp, antwerpen, ghent, gent, liege, belgium",
    ),
    (
        "Europe/Bucharest",
        "cluj, cluj napoca, timisoara, iasi, romania",
    ),
    ("Europe/Copenhagen", "aarhus, odense, kobenhavn, denmark"),
    ("Europe/Dublin", "cork, galway, ireland"),
    ("Europe/Helsinki", "tampere, espoo, turku, finland"),
    ("Europe/Istanbul", "ankara, izmir, turkey"),
    (
        "Europe/Kyiv",
        "lviv, kharkiv, odesa, odessa, dnipro, ukraine",
    ),
    ("Europe/Lisbon", "porto, braga, lisboa"),
    (
        "Europe/London",
        "manchester, birmingham, edinburgh, glasgow, leeds, liverpool, bristol, cambridge, oxford, cardiff, sheffield, uk, england, scotland, wales",
    ),
    (
        "Europe/Madrid",
        "barcelona, valencia, seville, sevilla, bilbao, malaga, zaragoza",
    ),
    ("Europe/Moscow", "saint petersburg, st petersburg, moskva"),
    ("Europe/Oslo", "bergen, trondheim, norway"),
    (
        "Europe/Paris",
        "lyon, marseille, toulouse, nice, bordeaux, lille, nantes, strasbourg, montpellier, rennes, grenoble",
    ),
    ("Europe/Prague", "brno, praha, czechia"),
    (
        "Europe/Rome",
        "milan, milano, naples, napoli, turin, torino, bologna, florence, firenze, venice, roma, italy",
    ),
    (
        "Europe/Stockholm",
        "gothenburg, goteborg, malmo, uppsala, sweden",
    ),
    (
        "Europe/Vienna",
        "graz, linz, salzburg, innsbruck, wien, austria",
    ),
    (
        "Europe/Warsaw",
        "krakow, cracow, wroclaw, gdansk, poznan, lodz, warszawa, poland",
    ),
    (
        "Europe/Zurich",
        "geneva, geneve, basel, bern, lausanne, zuerich, switzerland",
    ),
    ("Pacific/Auckland", "wellington, christchurch, new zealand"),
    ("Pacific/Honolulu", "hawaii"),
];

/// Places that are written otherwise than with large first letters, as they are folded and as they are shown.
const SPELLED: &[(&str, &str)] = &[
    ("nyc", "NYC"),
    ("washington dc", "Washington DC"),
    ("uk", "UK"),
    ("uae", "UAE"),
    ("medellin", "Medellín"),
    ("valparaiso", "Valparaíso"),
    ("brasilia", "Brasília"),
    ("rio de janeiro", "Rio de Janeiro"),
    ("munchen", "München"),
    ("muenchen", "München"),
    ("koln", "Köln"),
    ("koeln", "Köln"),
    ("dusseldorf", "Düsseldorf"),
    ("duesseldorf", "Düsseldorf"),
    ("nurnberg", "Nürnberg"),
    ("zuerich", "Zürich"),
    ("geneve", "Genève"),
    ("liege", "Liège"),
    ("timisoara", "Timișoara"),
    ("iasi", "Iași"),
    ("kobenhavn", "København"),
    ("goteborg", "Göteborg"),
    ("malmo", "Malmö"),
    ("malaga", "Málaga"),
    ("krakow", "Kraków"),
    ("wroclaw", "Wrocław"),
    ("gdansk", "Gdańsk"),
    ("poznan", "Poznań"),
    ("lodz", "Łódź"),
];

/// Abbreviations, each with the zones that may be meant, the likeliest first. Some mean several, and most hold for half
/// of a year only, so they are offered and never taken as they are.
const ABBREVIATIONS: &[(&str, &[&str])] = &[
    (
        "est",
        &["America/New_York", "America/Toronto", "America/Panama"],
    ),
    ("edt", &["America/New_York", "America/Toronto"]),
    ("et", &["America/New_York", "America/Toronto"]),
    (
        "cst",
        &[
            "America/Chicago",
            "America/Winnipeg",
            "America/Mexico_City",
            "Asia/Shanghai",
        ],
    ),
    ("cdt", &["America/Chicago", "America/Winnipeg"]),
    ("ct", &["America/Chicago", "America/Winnipeg"]),
    (
        "mst",
        &["America/Denver", "America/Edmonton", "America/Phoenix"],
    ),
    ("mdt", &["America/Denver", "America/Edmonton"]),
    ("mt", &["America/Denver", "America/Edmonton"]),
    ("pst", &["America/Los_Angeles", "America/Vancouver"]),
    ("pdt", &["America/Los_Angeles", "America/Vancouver"]),
    ("pt", &["America/Los_Angeles", "America/Vancouver"]),
    ("gmt", &["Europe/London", "UTC", "Africa/Accra"]),
    ("bst", &["Europe/London"]),
    ("wet", &["Europe/Lisbon"]),
    (
        "cet",
        &[
            "Europe/Berlin",
            "Europe/Paris",
            "Europe/Madrid",
            "Europe/Rome",
            "Europe/Warsaw",
        ],
    ),
    (
        "cest",
        &[
            "Europe/Berlin",
            "Europe/Paris",
            "Europe/Madrid",
            "Europe/Rome",
            "Europe/Warsaw",
        ],
    ),
    ("mez", &["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"]),
    ("mesz", &["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"]),
    (
        "eet",
        &[
            "Europe/Athens",
            "Europe/Helsinki",
            "Europe/Bucharest",
            "Europe/Kyiv",
        ],
    ),
    (
        "eest",
        &[
            "Europe/Athens",
            "Europe/Helsinki",
            "Europe/Bucharest",
            "Europe/Kyiv",
        ],
    ),
    ("msk", &["Europe/Moscow"]),
    ("ist", &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
    ("pkt", &["Asia/Karachi"]),
    ("wib", &["Asia/Jakarta"]),
    ("sgt", &["Asia/Singapore"]),
    ("hkt", &["Asia/Hong_Kong"]),
    ("jst", &["Asia/Tokyo"]),
    ("kst", &["Asia/Seoul"]),
    ("awst", &["Australia/Perth"]),
    ("acst", &["Australia/Adelaide", "Australia/Darwin"]),
    (
        "aest",
        &[
            "Australia/Sydney",
            "Australia/Melbourne",
            "Australia/Brisbane",
        ],
    ),
    ("aedt", &["Australia/Sydney", "Australia/Melbourne"]),
    ("nzst", &["Pacific/Auckland"]),
    ("nzdt", &["Pacific/Auckland"]),
    ("brt", &["America/Sao_Paulo"]),
    ("sast", &["Africa/Johannesburg"]),
    ("wat", &["Africa/Lagos"]),
    ("eat", &["Africa/Nairobi"]),
    ("hst", &["Pacific/Honolulu"]),
];

/// Every place of the table with its zone.
pub(super) fn named() -> impl Iterator<Item = (&'static str, &'static str)> {
    let places = |(zone, names): &(&'static str, &'static str)| {
        let zone = *zone;
        names.split(", ").map(move |name| (name, zone))
    };
    PLACES.iter().flat_map(places)
}

/// A place of the table as it is written.
pub(super) fn spelled(place: &str) -> String {
    if let Some((_, spelled)) = SPELLED.iter().find(|(folded, _)| *folded == place) {
        return (*spelled).to_owned();
    }
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    place.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The zones that an abbreviation may mean; empty if it is none. Lower case.
pub(super) fn abbreviated(typed: &str) -> &'static [&'static str] {
    let known = ABBREVIATIONS.iter().find(|(short, _)| *short == typed);
    known.map_or(&[], |(_, zones)| zones)
}

/// What was typed as names are compared: lower case, without accents, one blank between words.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::new();
    for symbol in text.to_lowercase().chars() {
        match symbol {
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ď' | 'đ' | 'ð' => folded.push('d'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ğ' | 'ģ' => folded.push('g'),
            'ì'..='ï' | 'ī' | 'į' | 'ı' => folded.push('i'),
            'ł' | 'ľ' | 'ļ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' | 'ņ' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
            'ť' | 'ţ' | 'ț' => folded.push('t'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            // Accents that stand by themselves, and dots of abbreviations.
            '\u{300}'..='\u{36f}' | '.' | '\'' | '’' => {}
            '_' | '-' | ',' => folded.push(' '),
            other => folded.push(other),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::clock::Zones;

    #[test]
    fn every_zone_of_the_tables_is_one_and_no_place_is_in_two() {
        let zones = Zones::bundled();
        let mut seen = BTreeSet::new();
        for (name, zone) in named() {
            assert_eq!(folded(name), name);
            let known = zones.find(zone).unwrap();
            assert_eq!(known.iana_name(), Some(zone));
            assert!(seen.insert(name), "{name} is there twice");
        }
        let mut short = BTreeSet::new();
        for (name, meant) in ABBREVIATIONS {
            assert!(
                short.insert(name) && !seen.contains(name),
                "{name} is there twice"
            );
            for zone in *meant {
                assert!(zones.find(zone).is_some(), "{zone}");
            }
        }
    }

    #[test]
    fn places_are_shown_as_they_are_written_and_found_by_that() {
        for (place, shown) in SPELLED {
            assert!(named().any(|(name, _)| name == *place), "{place}");
            let without_umlauts = place.replace("ue", "u").replace("oe", "o");
            let found = folded(shown);
            assert!(found == *place || found == without_umlauts, "{shown}");
        }
        assert_eq!(spelled("salt lake city"), "Salt Lake City");
    }

    #[test]
    fn accents_and_cases_do_not_matter() {
        for (typed, known) in [
            ("São Paulo", "sao paulo"),
            ("Sa\u{303}o  paulo ", "sao paulo"),
            ("ZÜRICH", "zurich"),
            ("Łódź", "lodz"),
            ("Kraków", "krakow"),
            ("St. Petersburg", "st petersburg"),
            ("Ho-Chi_Minh", "ho chi minh"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(folded(typed), known);
        }
    }
}
