//! The gateway's manners.

use super::support::Lab;

#[tokio::test]
async fn whoever_speaks_before_identifying_is_hung_up_on() {
    let lab = Lab::start().await;
    let mut bot = lab.gateway().await;
    bot.send_text(r#"{"op": 3, "d": {}}"#).await;
    assert_eq!(bot.closed().await, 4003);
}
