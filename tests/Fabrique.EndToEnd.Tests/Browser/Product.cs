using System.Globalization;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Microsoft.Data.Sqlite;

namespace Fabrique.EndToEnd.Tests.Browser;

/// <summary>The real product with its demonstration data, on a database of its own.</summary>
public sealed class Product : IAsyncLifetime
{
    private TestDatabase? database;
    private FabriqueProcess? process;

    public Uri Address => process!.Address;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        database = await Demonstration.CopyAsync(Engine.Sqlite);
        process = await FabriqueProcess.StartAsync(database.Settings);
    }

    /// <summary>Somebody without script, for what a test is not about.</summary>
    public FormBrowser Browse() => process!.Browse();

    /// <summary>It dies in the middle of whatever it does: no screen has an answer until it is started again.</summary>
    public Task KillAsync() => process!.KillAsync();

    /// <summary>Starts it again where it was, on what it left. From now on it does no scheduled work: nothing but people makes anything happen.</summary>
    public async Task RestartAsync()
    {
        var address = Address;
        await process!.DisposeAsync();
        process = await FabriqueProcess.StartAsync([.. database!.Settings, new("ASPNETCORE_URLS", address.GetLeftPart(UriPartial.Authority)), new("Fabrique:Role", "web")]);
    }

    /// <summary>Makes as if the instant had come at which decisions under embargo may be told.</summary>
    public Task EndEmbargoAsync() => ExecuteAsync("UPDATE decision_batches SET release_at = '2000-01-01 00:00:00' WHERE status = 'Embargoed'");

    /// <summary>How many letters tell the decisions of the jury, and how many applications they are about.</summary>
    public async Task<(int Letters, int Applications)> CountLettersAsync()
    {
        var counts = await ReadTextAsync(
            "SELECT count(*) || ' ' || count(DISTINCT subject_id) FROM outgoing_mails WHERE template LIKE 'candidature/lettre%' AND created_at >= (SELECT max(released_at) FROM decision_batches)");
        var parts = counts.Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Makes as if another administrator had saved a draft once more: the demonstration has one administrator only.</summary>
    public async Task GiveDraftToSomebodyElseAsync(string definitionId)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database!.Options.Path, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            UPDATE workflow_definitions
            SET json = json_set(json, '$.customProperties.draftRevision.by', 'autre', '$.customProperties.draftRevision.number', 1 + json_extract(json, '$.customProperties.draftRevision.number'))
            WHERE definition_id = $definition AND is_latest = 1
            """;
        command.Parameters.AddWithValue("$definition", definitionId);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Adds applications under screening, that nobody is asked anything about.</summary>
    public async Task AddApplicationsAsync(int count)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database!.Options.Path, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var names = connection.CreateCommand();
        names.CommandText = "SELECT group_concat(name, ', ') FROM pragma_table_info('applications') WHERE name NOT IN ('id', 'reference', 'title')";
        var same = (string)(await names.ExecuteScalarAsync())!;
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of columns.
        command.CommandText =
            $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count) INSERT INTO applications (id, reference, title, {same}) SELECT printf('%08X', i) || substr(id, 9), 'E-' || printf('%03d', i), 'Essai ' || i, {same} FROM applications, n WHERE reference = 'C-2026-0002'";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$count", count);
        Assert.Equal(count, await command.ExecuteNonQueryAsync());
    }

    /// <summary>The HTML part of a mail that was written to somebody, with links that lead to this product: the demonstration was made before it had an address.</summary>
    /// <param name="name">Full name of who receives it.</param>
    /// <param name="template">Key of the message.</param>
    /// <param name="words">What it says, among others of the same kind.</param>
    public async Task<string> ReadMailAsync(string name, string template, string words)
    {
        var html = await ReadTextAsync(
            "SELECT html_body FROM outgoing_mails WHERE to_name = $name AND template = $template AND instr(html_body, $words) > 0",
            ("$name", name), ("$template", template), ("$words", words));
        return html.Replace("http://127.0.0.1:0/", Address.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What somebody thinks of an application, and why: « Reserved: … ».</summary>
    public Task<string> ReadOpinionAsync(string name, string words) => ReadTextAsync(
        """
        SELECT verdict || ': ' || comment FROM opinions
        JOIN staff_members ON staff_members.id = opinions.director_id
        JOIN applications ON applications.id = opinions.application_id
        WHERE full_name = $name AND instr(title, $words) > 0
        """,
        ("$name", name), ("$words", words));

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database!.Options.Path, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private async Task<string> ReadTextAsync(string sql, params (string Name, string Value)[] values)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database!.Options.Path, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return Assert.IsType<string>(await command.ExecuteScalarAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }
}
