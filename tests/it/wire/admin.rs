//! What an admin does over the wire: holidays of a file, and looking after the bot.

use serde_json::json;

use super::stand::{ADA, Stand, WELLNESS};

#[tokio::test]
async fn a_calendar_file_that_an_admin_sends_along_becomes_holidays() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20271225\r\nSUMMARY:Quartz Day\r\n\
                END:VEVENT\r\nEND:VCALENDAR\r\n";
    let file = |bytes: &[u8]| {
        let base64 = data_encoding::BASE64.encode(bytes);
        json!({ "file": { "filename": "days off.ics", "content_type": "text/calendar", "base64": base64 } })
    };
    let import = "wellness holidays import";
    let found = stand
        .command(ADA, WELLNESS, import, file(text.as_bytes()))
        .await;
    assert!(found.is_private());
    assert!(found.text().contains("Quartz Day"), "{}", found.text());
    let entered = stand.press(ADA, &found.message, "Confirm").await;
    assert!(
        entered.text().contains("One holiday is entered"),
        "{}",
        entered.text()
    );
    let list = stand
        .command(ADA, WELLNESS, "wellness holidays list", json!({}))
        .await;
    assert!(
        list.text()
            .contains("Saturday, 25 December 2027: Quartz Day"),
        "{}",
        list.text()
    );
    let large = vec![b' '; 256 * 1024 + 1];
    let refused = stand.command(ADA, WELLNESS, import, file(&large)).await;
    assert!(refused.text().contains("too large"), "{}", refused.text());
    assert!(
        !bot.stderr().contains("Quartz"),
        "words of the file are logged"
    );
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}
