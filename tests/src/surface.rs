//! What a script inside the window could reach: commands, globals, other pages. Tried in every build that there is.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::binaries;
use crate::confirming::invoke;
use crate::journey::{ALL_SCOPES, READ_SCOPES};
use crate::page::testid;
use crate::scene::Scene;

/// How Monei's credentials begin: access token, refresh token, client secret.
const CREDENTIALS: [&str; 3] = ["mct_", "mcr_", "mcs_"];

/// What a script would try beyond the application's own commands.
const FOREIGN: [(&str, &str); 23] = [
    ("plugin:event|listen", r#"{"event":"deep-link://new-url","target":{"kind":"Any"},"handler":1}"#),
    ("plugin:event|emit", r#"{"event":"app-changed","payload":{}}"#),
    ("plugin:event|emit_to", r#"{"target":{"kind":"Any"},"event":"app-changed","payload":{}}"#),
    ("plugin:opener|open_url", r#"{"url":"http://127.0.0.1:1/"}"#),
    ("plugin:opener|open_path", r#"{"path":"/etc/passwd"}"#),
    ("plugin:opener|reveal_item_in_dir", r#"{"paths":["/etc/passwd"]}"#),
    ("plugin:clipboard-manager|read_text", "{}"),
    ("plugin:clipboard-manager|write_text", r#"{"text":"x"}"#),
    ("plugin:deep-link|get_current", "{}"),
    ("plugin:deep-link|register", r#"{"protocol":"https"}"#),
    ("plugin:webview|create_webview_window", r#"{"options":{"label":"x","url":"https://monei.example"}}"#),
    ("plugin:webview|internal_toggle_devtools", "{}"),
    ("plugin:window|create", r#"{"options":{"label":"x"}}"#),
    ("plugin:window|close", "{}"),
    ("plugin:window|set_title", r#"{"value":"x"}"#),
    ("plugin:window-state|filename", "{}"),
    ("plugin:app|set_app_theme", r#"{"theme":"dark"}"#),
    ("plugin:path|resolve_directory", r#"{"directory":1}"#),
    ("plugin:resources|close", r#"{"rid":0}"#),
    ("plugin:shell|execute", r#"{"program":"id"}"#),
    ("plugin:fs|read_text_file", r#"{"path":"/etc/passwd"}"#),
    ("plugin:store|load", r#"{"path":"x"}"#),
    ("no_such_command", "{}"),
];

/// The names of the reviewed list, which the build and the bindings read as well.
pub fn commands() -> Result<Vec<String>> {
    let list = std::fs::read_to_string(binaries::root().join("src-tauri/command_names.rs"))?;
    let names: Vec<String> = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    ensure!(names.iter().any(|name| name == "view"), "{names:?}");
    Ok(names)
}

fn holds_no_credential(what: &str, text: &str) -> Result<()> {
    for mark in CREDENTIALS {
        ensure!(!text.contains(mark), "{what} tells a credential ({mark}…)");
    }
    Ok(())
}

/// No command tells a credential, and no other command than the application's own is answered.
pub async fn commands_tell_no_token(scene: &mut Scene) -> Result<()> {
    let (window, _) = scene.somebody_connected(&ALL_SCOPES).await?;

    for (command, arguments) in FOREIGN {
        let answer = invoke(&window, command, serde_json::from_str(arguments)?).await?;
        ensure!(answer.get("error").is_some(), "{command} was answered: {answer}");
    }
    let arguments = json!({
        "scopes": READ_SCOPES, "attempt": "none", "theme": "dark", "text": "text",
        "what": "frame", "address": scene.services.sandbox(),
        // What nobody asks for, should a command take it.
        "token": "x", "accessToken": "x", "path": "/etc/passwd", "url": "https://monei.example",
    });
    let mut names = commands()?;
    // These open a dialog of the system and answer when a person has.
    names.retain(|name| !["export_transactions", "print_window"].contains(&name.as_str()));
    // It ends what the others are asked about.
    names.sort_by_key(|name| name == "disconnect");
    for command in &names {
        let answer = invoke(&window, command, arguments.clone()).await?;
        holds_no_credential(command, &answer.to_string())?;
        holds_no_credential("view", &invoke(&window, "view", json!({})).await?.to_string())?;
    }
    let everything = window
        .script(
            "return JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, \
             document.cookie, location.href, Object.keys(window).filter((name) => !name.startsWith('on'))])",
            Vec::new(),
        )
        .await?;
    holds_no_credential("the page", everything.as_str().context("a text")?)
}

/// The page runs no text as a script, loads nothing from elsewhere, and leads nowhere.
pub async fn foreign_scripts_loads_and_pages_are_refused(scene: &mut Scene) -> Result<()> {
    let window = scene.open_window().await?;
    window.sees(&testid("screen-welcome")).await?;
    let start = window.address().await?;
    let elsewhere = scene.services.sandbox().to_owned();
    scene.monei().forget_calls().await?;

    let globals = window
        .script(
            "return { api: typeof window.__TAURI__, frozen: Object.isFrozen(Object.prototype), opener: window.opener };",
            Vec::new(),
        )
        .await?;
    ensure!(globals == json!({ "api": "undefined", "frozen": true, "opener": null }), "{globals}");

    // Each way to run a text as a script, or to load from somewhere; what the page was refused is reported to it.
    let refused = window
        .ask(
            "const [elsewhere, done] = arguments;\
             const seen = new Set();\
             document.addEventListener('securitypolicyviolation', (event) => seen.add(event.effectiveDirective));\
             const inline = document.createElement('script');\
             inline.textContent = 'window.ranInline = true';\
             document.head.append(inline);\
             const remote = document.createElement('script');\
             remote.src = elsewhere + '/script.js';\
             document.head.append(remote);\
             const handler = document.createElement('button');\
             handler.setAttribute('onclick', 'window.ranHandler = true');\
             document.body.append(handler);\
             handler.click();\
             handler.remove();\
             const style = document.createElement('style');\
             style.textContent = 'body { --injected: 1 }';\
             document.head.append(style);\
             setTimeout('window.ranTimeout = true', 0);\
             const image = new Image();\
             image.src = elsewhere + '/image.png';\
             document.body.append(image);\
             const frame = document.createElement('iframe');\
             frame.src = elsewhere + '/';\
             document.body.append(frame);\
             const form = document.createElement('form');\
             form.action = elsewhere + '/';\
             document.body.append(form);\
             form.submit();\
             fetch(elsewhere + '/fetch').catch(() => seen.add('fetch')).finally(() => setTimeout(() => {\
               const ran = ['ranInline', 'ranHandler', 'ranTimeout'].filter((name) => name in window);\
               const styled = getComputedStyle(document.body).getPropertyValue('--injected');\
               for (const added of [inline, remote, style, image, frame, form]) added.remove();\
               done({ ran, styled, seen: [...seen].sort() });\
             }, 500));",
            vec![elsewhere.clone().into()],
        )
        .await?;
    ensure!(refused.get("ran") == Some(&json!([])), "{refused}");
    ensure!(refused.get("styled") == Some(&json!("")), "{refused}");
    let seen = refused.get("seen").map(Value::to_string).unwrap_or_default();
    for directive in ["script-src", "style-src", "img-src", "frame-src", "fetch"] {
        ensure!(seen.contains(directive), "{directive} is not among what was refused: {seen}");
    }

    // A text as code, from a script of the page's own world.
    let evaluated =
        window.script("try { return (0, eval)('1 + 1') } catch (error) { return error.name }", Vec::new()).await?;
    ensure!(evaluated == json!("EvalError"), "a text ran as code: {evaluated}");

    window.script("window.open(arguments[0]); location.href = arguments[0];", vec![elsewhere.clone().into()]).await?;
    window.sees(&testid("screen-welcome")).await?;
    ensure!(window.address().await? == start, "the page was left");
    ensure!(window.client().windows().await?.len() == 1, "a window was opened");
    ensure!(scene.monei().calls().await?.totals.calls == 0, "something was loaded from elsewhere");
    Ok(())
}
