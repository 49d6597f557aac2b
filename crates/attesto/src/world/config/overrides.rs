//! Overrides of the environment: a field of the configuration by its name.
//! Whether the field is one is asked when the whole is read.

/// `ATTESTO__BODY__ZONE=…` sets `zone` of `[body]`.
pub(super) fn take(table: &mut toml::Table, name: &str, value: String) -> Result<(), String> {
    let Some(path) = name.strip_prefix("ATTESTO__") else { return Ok(()) };
    let Some((section, key)) = path.split_once("__") else {
        return Err(format!("{name}: write ATTESTO__SECTION__KEY"));
    };
    let value =
        if ["FETCH", "KEYS", "SERVE", "STATUS"].contains(&section) { typed(value) } else { toml::Value::String(value) };
    let section = table.entry(section.to_lowercase()).or_insert_with(|| toml::Value::Table(toml::Table::new()));
    let Some(section) = section.as_table_mut() else { return Err(format!("{name}: there is no such section")) };
    section.insert(key.to_lowercase(), value);
    Ok(())
}

/// Numbers and lists as TOML writes them; everything else is a text.
fn typed(value: String) -> toml::Value {
    let written: Option<toml::Value> =
        format!("it = {value}").parse::<toml::Table>().ok().and_then(|mut t| t.remove("it"));
    match written {
        Some(number @ (toml::Value::Integer(_) | toml::Value::Array(_) | toml::Value::Table(_))) => number,
        _ => toml::Value::String(value),
    }
}
