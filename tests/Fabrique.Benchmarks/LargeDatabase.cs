using Fabrique.Testing;

namespace Fabrique.Benchmarks;

/// <summary>
/// The demonstration's applications, people, tasks, mails, products and procedures, each copied many times over under identifiers that begin with the number of the copy:
/// what a copy refers to is the copy of that number. Each copy is ten minutes older than the one before it; a mail and a procedure in 256 have failed.
/// </summary>
internal sealed class LargeDatabase(Product product, int applications)
{
    private const int ApplicationsToProduct = 20;
    private const int ApplicationsToCall = 200;
    private const string Failed = "00";

    /// <summary>One application in ten is seen to, and one in a hundred has a label.</summary>
    private const string Odd = "7";

    private bool IsSqlite => product.Engine == Engine.Sqlite;

    /// <summary>Fills a database that holds the demonstration's rows and nothing else. That of an older build may know nothing of screening.</summary>
    public async Task FillAsync()
    {
        var knowsScreening = await product.ScalarAsync(IsSqlite ? "select count(*) from sqlite_master where name = 'screening_files'" : "select count(*) from pg_class where relname = 'screening_files'") > 0;
        const string Submitted = "t.submitted_at is not null";
        const string OfApplications = "t.subject_kind = 'Application'";
        var copies = await CopiesAsync(applications, "applications", Submitted);
        var products = await CopiesAsync(applications / ApplicationsToProduct, "products", "true");
        var calls = await CopiesAsync(applications / ApplicationsToCall, "calls", "true");
        var (later, number) = (Dated("submitted_at", "decided_at", "created_at"), "cast(n.i as text)");

        await CopyAsync("staff_members", "t.id in (select applicant_id from applications where submitted_at is not null)", copies,
            [("id", Id("id")), ("directory_id", $"t.directory_id || {number}"), ("email", $"{number} || t.email"), ("full_name", $"t.full_name || ' ' || {number}")]);
        await CopyAsync("calls", "true", calls, [("id", Id("id")), ("slug", $"t.slug || '-' || {number}"), ("title", $"t.title || ' ' || {number}"), ("status", "'Closed'"), .. Dated("opens_at", "closes_at")]);
        await CopyAsync("applications", Submitted, copies,
            [("id", Id("id")), ("reference", $"t.reference || '-' || {number}"), ("title", $"t.title || ' ' || {number}"), ("applicant_id", Id("applicant_id")), ("call_id", Id("call_id", $"(n.i % {calls} + 1)")), .. later]);
        if (knowsScreening)
        {
            await CopyAsync("application_words", "true", copies, [("application_id", Id("application_id"))]);
            
            // The number of the copy, in its title, unless the text says that number already.
            var unsaid = $"t.word in (select min(word) from application_words w where w.application_id = t.application_id) and t.application_id in (select id from applications where reference like 'C-2026-____') and not exists (select 1 from application_words w where w.application_id = t.application_id and w.word = {number})";
            await product.CopyRowsAsync("application_words", unsaid, copies,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["application_id"] = Id("application_id"), ["word"] = number });
            await CopyAsync("submitted_answers", "true", copies, [("application_id", Id("application_id"))]);
        }

        await CopyAsync("opinions", "true", copies, [("id", Id("id")), ("application_id", Id("application_id")), .. Dated("given_at")]);
        await CopyAsync("work_items", OfApplications, await CopiesAsync(applications * 3 / 2, "work_items", OfApplications),
            [("id", Id("id")), ("subject_id", Id("subject_id")), ("title", $"t.title || ' ' || {number}"), ("workflow_instance_id", Key("workflow_instance_id")), .. Dated("opened_at", "due_at", "completed_at")]);
        await CopyAsync("outgoing_mails", OfApplications, await CopiesAsync(applications * 6, "outgoing_mails", OfApplications), [("id", Id("id")), ("subject_id", Id("subject_id")), .. Dated("created_at", "sent_at")]);
        await CopyAsync("products", "true", products, [("id", Id("id")), ("ghid", $"t.ghid || '.' || {number}"), ("name", $"t.name || ' ' || {number}"), ("application_id", Id("application_id"))]);
        await CopyAsync("funding_cycles", "true", products, [("id", Id("id")), ("product_id", Id("product_id"))]);
        await CopyAsync("missions", "true", products, [("id", Id("id")), ("product_id", Id("product_id"))]);
        foreach (var (subject, definition, count) in new[] { ("Application", "candidature", copies), ("Product", "incubation", products) })
        {
            var ofDefinition = $"in (select id from workflow_instances where definition_id = '{definition}')";
            await CopyAsync("timeline_entries", $"t.subject_kind = '{subject}'", count, [("id", Id("id")), ("subject_id", Id("subject_id")), .. Dated("at")]);
            await CopyAsync("workflow_bookmarks", $"t.instance_id {ofDefinition}", count, [("instance_id", Key("instance_id")), ("key", Key("key")), ("correlation_id", Correlation), .. Dated("created_at", "due_at")]);
            await CopyAsync("workflow_journal", $"t.instance_id {ofDefinition}", count, [("instance_id", Key("instance_id")), .. Dated("at")]);
            await CopyAsync("workflow_instances", $"t.definition_id = '{definition}'", count, [("id", Key("id")), ("correlation_id", Correlation), .. Dated("created_at", "updated_at", "finished_at")]);
        }

        await product.ExecuteAsync($"update outgoing_mails set status = 'Failed', attempts = 8, last_error = '550 5.1.1', failed_at = created_at, sent_at = null where substr(cast(id as text), 7, 2) = '{Failed}'");
        await product.ExecuteAsync($"insert into workflow_incidents (id, instance_id, activity_id, activity_type, message, at, work_item, attempts) select id, id, 'a', 'Elsa.SendEmail', 'The server does not answer.', updated_at, '', 4 from workflow_instances where substr(id, 7, 2) = '{Failed}'");
        await product.ExecuteAsync($"update workflow_instances set incident_count = 1, status = 0, finished_at = null where substr(id, 7, 2) = '{Failed}'");
        if (knowsScreening)
        {
            // Read already, and each close to a dozen others: the job that compares them has nothing to do while pages are measured.
            await product.ExecuteAsync("delete from resemblances");
            await product.ExecuteAsync("delete from similarity_documents");
            await product.ExecuteAsync("insert into similarity_documents (id, kind, source_version, words) select id, 'Application', version, 'haie plant agricult reprise arbre sol' from applications where submitted_at is not null union all select id, 'Product', version, '' from products");
            var key = IsSqlite ? "printf('%08X-0000-7000-8000-000000000000', row_number() over ())" : "(lpad(to_hex(row_number() over ()), 8, '0') || '-0000-7000-8000-000000000000')::uuid";
            await product.ExecuteAsync($"insert into resemblances (id, application_id, other_application_id, score, stems, found_at, version) select {key}, a.id, b.id, 0.5, 'haie plant agricult', a.submitted_at, 0 from applications a join applications b on b.call_id = a.call_id and b.id > a.id where a.submitted_at is not null and b.submitted_at is not null and lower(substr(cast(b.id as text), 8, 1)) = '0'");
            await product.ExecuteAsync("insert into screening_files (id, assignee_id, assigned_at, version) select a.id, (select min(cast(id as text)) from staff_members where full_name = 'Anouk Églantine')" + (IsSqlite ? "" : "::uuid") + $", a.submitted_at, 1 from applications a where a.reference like '%{Odd}'");
            await product.ExecuteAsync($"insert into applied_labels (application_id, label_id, added_by_id, added_at) select f.id, l.id, f.assignee_id, f.assigned_at from screening_files f, screening_labels l, applications a where a.id = f.id and a.reference like '%1{Odd}' and l.name = 'Complet'");
        }

        await product.ExecuteAsync(IsSqlite ? "pragma wal_checkpoint(truncate)" : "vacuum analyze");
    }

    private string Correlation => IsSqlite
        ? "substr(t.correlation_id, 1, instr(t.correlation_id, ':')) || printf('%08x', n.i) || substr(t.correlation_id, instr(t.correlation_id, ':') + 9)"
        : "split_part(t.correlation_id, ':', 1) || ':' || lpad(to_hex(n.i), 8, '0') || substr(split_part(t.correlation_id, ':', 2), 9)";

    private string Id(string column, string number = "n.i") => IsSqlite ? $"printf('%08X', {number}) || substr(t.{column}, 9)" : $"(lpad(to_hex({number}), 8, '0') || substr(t.{column}::text, 9))::uuid";

    private string Key(string column) => $"{(IsSqlite ? "printf('%08x', n.i)" : "lpad(to_hex(n.i), 8, '0')")} || substr(t.{column}, 9)";

    private IEnumerable<(string Column, string Value)> Dated(params IEnumerable<string> columns) =>
        columns.Select(column => (column, IsSqlite ? $"strftime('%Y-%m-%d %H:%M:%f', t.{column}, -(n.i * 10) || ' minutes')" : $"t.{column} - n.i * interval '10 minutes'"));

    private async Task<int> CopiesAsync(int wanted, string table, string rows)
    {
        var known = await product.ScalarAsync($"select count(*) from {table} t where {rows}");
        return (int)((wanted + known - 1) / known);
    }

    private Task CopyAsync(string table, string rows, int copies, IEnumerable<(string Column, string Value)> changes) =>
        product.CopyRowsAsync(table, rows, copies, changes.ToDictionary(change => change.Column, change => change.Value, StringComparer.Ordinal));
}
