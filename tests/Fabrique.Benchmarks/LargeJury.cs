using Fabrique.Testing;

namespace Fabrique.Benchmarks;

/// <summary>The demonstration's jury, with applications copied from one of those that it judges, and twelve members each of whom has assessed all of them.</summary>
internal sealed class LargeJury(Product product, int applications)
{
    public const int Members = 12;

    /// <summary>That of somebody who does not sit in the jury.</summary>
    private const string Copied = "t.title like 'Lueur%'";

    /// <summary>Who is made a member besides the demonstration's own seven, as their addresses begin.</summary>
    private static readonly string[] Others = ["solene.aubepine", "joris.grebe", "virgile.menthe", "youssef.ajonc", "pacome.gentiane"];

    private bool IsSqlite => product.Engine == Engine.Sqlite;

    /// <summary>Fills a database that holds the demonstration's rows and nothing else.</summary>
    public async Task FillAsync()
    {
        const string Judged = "call_id = (select subject_id from panels) and status in ('Shortlisted', 'Retained', 'NotRetained')";
        var known = (int)await product.ScalarAsync($"select count(*) from applications where {Judged}");
        await CopyAsync("applications", Copied, applications - known,
            ("id", IsSqlite ? "printf('%08X', n.i) || substr(t.id, 9)" : "(lpad(to_hex(n.i), 8, '0') || substr(t.id::text, 9))::uuid"),
            ("reference", "t.reference || '-' || cast(n.i as text)"),
            ("title", "'Essai ' || cast(n.i as text) || substr(t.title, 6)"));
        var first = (int)await product.ScalarAsync("select max(number) from panel_members");
        for (var rank = 0; rank < Others.Length; rank++)
        {
            await CopyAsync("panel_members", "t.number = 1", 1, ("number", $"{first} + {rank + 1}"), ("person_id", $"(select p.id from staff_members p where p.email = '{Others[rank]}@fabrique.example')"));
        }

        // Scores from 0 to 5, that tell nothing.
        var key = IsSqlite ? "printf('%08X-0000-7000-8000-000000000000', row_number() over ())" : "(lpad(to_hex(row_number() over ()), 8, '0') || '-0000-7000-8000-000000000000')::uuid";
        var score = "(row_number() over (order by s.id, c.code) * 7919 / 13) % 6";
        await product.ExecuteAsync("delete from scores");
        await product.ExecuteAsync("delete from assessments");
        await product.ExecuteAsync(
            $"insert into assessments (id, grid_id, item_kind, item_id, reviewer_id, started_at, submitted_at, version) select {key}, g.id, 'Application', a.id, m.person_id, a.submitted_at, a.submitted_at, 1 from scoring_grids g, panel_members m, applications a where a.{Judged}");
        await product.ExecuteAsync(
            $"insert into scores (assessment_id, criterion_code, value, comment) select s.id, c.code, {(IsSqlite ? $"cast({score} as text) || '.0'" : score)}, 'Des relevés existent, et trois services veulent essayer : reste à compter ce que cela change.' from assessments s join criteria c on c.grid_id = s.grid_id");
        await product.ExecuteAsync(IsSqlite ? "analyze" : "vacuum analyze");
        if (await product.ScalarAsync("select count(*) from assessments") is var count && count != applications * Members)
        {
            throw new InvalidOperationException($"{count} assessments instead of {applications * Members}.");
        }
    }

    private Task CopyAsync(string table, string rows, int copies, params (string Column, string Value)[] changes) =>
        product.CopyRowsAsync(table, rows, copies, changes.ToDictionary(change => change.Column, change => change.Value, StringComparer.Ordinal));
}
