//! The role that asks on PostgreSQL: the SQL that makes it, and the look at it before each question.

use sqlx::{PgConnection, Row};

use super::refusal::Refusal;
use super::schema;

/// What `anomalia console-role` prints: SQL for the database's owner, run in that database by psql.
/// It can be run again after an update, to allow what is new.
pub fn role_sql(role: &str) -> String {
    // It stands in identifiers, strings, comments and bodies: letters that mean nothing in any of them.
    let role: String = role.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let name = format!("\"{role}\"");
    let mut sql = format!(
        "-- The console's role: it may read the columns listed here, and nothing else.\n\
         -- Run this in Anomalia's database as its owner, who may create roles. Then give the role a password:\n\
         --   alter role {name} password '...';\n\
         -- and tell Anomalia: console_database_url = \"postgres://{role}:PASSWORD@HOST/DATABASE\"\n\
         begin;\n\
         do $$ begin\n  \
           if not exists (select 1 from pg_roles where rolname = '{role}') then create role {name}; end if;\n\
         end $$;\n\
         alter role {name} login noinherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 8;\n\
         alter role {name} set default_transaction_read_only = on;\n\
         alter role {name} set statement_timeout = '1s';\n\
         alter role {name} set lock_timeout = '300ms';\n\
         alter role {name} set idle_in_transaction_session_timeout = '3s';\n\
         alter role {name} set work_mem = '4MB';\n\
         -- Only a superuser may bound the room for temporary files.\n\
         do $$ begin\n  \
           alter role {name} set temp_file_limit = '64MB';\n\
         exception when insufficient_privilege then null;\n\
         end $$;\n\
         -- A member of nothing; what everybody may do in this database, it must not do by way of everybody.\n\
         do $$ declare grp name; routine regprocedure; begin\n  \
           for grp in select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid\n    \
             where m.member = (select oid from pg_roles where rolname = '{role}') loop\n    \
             execute format('revoke %I from {name}', grp);\n  \
           end loop;\n  \
           execute format('alter role {name} in database %I set search_path = %I', current_database(), current_schema());\n  \
           execute format('revoke temporary on database %I from public', current_database());\n  \
           execute format('grant connect on database %I to {name}', current_database());\n  \
           execute format('revoke create on schema %I from public', current_schema());\n  \
           execute format('grant usage on schema %I to {name}', current_schema());\n  \
           execute format('revoke all on all tables in schema %I from public', current_schema());\n  \
           execute format('revoke all on all tables in schema %I from {name}', current_schema());\n  \
           for routine in select p.oid::regprocedure from pg_proc p\n    \
             where p.prosecdef and p.pronamespace = current_schema()::regnamespace loop\n    \
             execute format('revoke execute on function %s from public', routine);\n  \
           end loop;\n\
         end $$;\n",
    );
    for table in schema::shown() {
        let columns = table.readable.join(", ");
        sql.push_str(&format!("grant select ({columns}) on {} to {name};\n", table.name));
    }
    sql.push_str("commit;\n");
    sql
}

/// Refuses a role that may do more than it should, naming the first thing.
pub(super) async fn check(connection: &mut PgConnection) -> Result<(), Refusal> {
    let found = too_much(connection).await.map_err(|_| Refusal::OffUnreachable)?;
    found.map_or(Ok(()), |what| Err(Refusal::OffRole { what }))
}

async fn too_much(connection: &mut PgConnection) -> Result<Option<String>, sqlx::Error> {
    let powers: Option<String> = sqlx::query_scalar(
        "select case
           when session_user <> current_user then 'set role'
           when rolsuper then 'superuser'
           when rolcreaterole then 'createrole'
           when rolcreatedb then 'createdb'
           when rolreplication then 'replication'
           when rolbypassrls then 'bypassrls'
           when exists (select 1 from pg_auth_members m where m.member = r.oid) then 'member of ' || (
             select min(g.rolname::text) from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid)
           when exists (select 1 from pg_class c where c.relowner = r.oid) then 'owner of ' || (
             select min(c.relname::text) from pg_class c where c.relowner = r.oid)
         end
         from pg_roles r
         where rolname = current_user",
    )
    .fetch_optional(&mut *connection)
    .await?
    .flatten();
    if powers.is_some() {
        return Ok(powers);
    }
    // Everything outside the system's own schemas that it may read, or write, column by column.
    let rows = sqlx::query(
        "select c.relname::text, a.attname::text,
           case when has_any_column_privilege(c.oid, 'insert, update') or has_table_privilege(c.oid, 'delete, truncate, trigger')
             then 1 else 0 end
         from pg_class c
         join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relkind in ('r', 'v', 'm', 'p', 'f')
           and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_toast%'
           and (has_column_privilege(c.oid, a.attnum, 'select')
             or has_any_column_privilege(c.oid, 'insert, update')
             or has_table_privilege(c.oid, 'delete, truncate, trigger'))
         order by 1, 2",
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let (table, column, writes): (String, String, i32) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        if writes > 0 {
            return Ok(Some(format!("write {table}")));
        }
        if !schema::table(&table).is_some_and(|known| known.may_read(&column)) {
            return Ok(Some(format!("select {table}.{column}")));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_role_is_granted_the_listed_columns_and_no_secret() {
        let sql = role_sql("anomalia_console");
        assert!(sql.contains("grant select (id, username) on admins to \"anomalia_console\";"));
        let grants: Vec<&str> = sql.lines().filter(|line| line.starts_with("grant select")).collect();
        assert_eq!(grants.len(), schema::shown().count());
        for table in schema::TABLES {
            let grant = grants.iter().find(|grant| grant.contains(&format!(" on {} to", table.name)));
            assert_eq!(grant.is_some(), !table.readable.is_empty(), "{}", table.name);
            for secret in table.secret {
                let columns = grant.and_then(|grant| grant.split(['(', ')']).nth(1)).unwrap_or_default();
                assert!(!columns.split(", ").any(|column| column == *secret), "{secret}");
            }
        }
    }

    #[test]
    fn a_roles_name_stays_a_name() {
        let sql = role_sql("a\"; drop table fan;\n$$--");
        assert!(sql.contains("create role \"adroptablefan\";"));
        assert!(!sql.contains("drop table"));
    }
}
