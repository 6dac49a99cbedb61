//! Letters as the readers of questions see them.
//!
//! Must not know any word. Begin reading at [`plain`].

/// The letter without its accent, for the small letters of western Europe.
pub(super) const fn plain(symbol: char) -> char {
    match symbol {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    }
}
