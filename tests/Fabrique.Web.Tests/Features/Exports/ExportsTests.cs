using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Fabrique.Domain;
using Fabrique.Domain.Exports;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Exports;
using Fabrique.Web.Features.Exports.AskExport;
using Fabrique.Web.Features.Exports.DeleteExport;
using Fabrique.Web.Features.Screening;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Tables;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Exports;

/// <summary>A list that somebody takes away: asked for, written, taken, deleted, expired; and all that comes in the way.</summary>
public sealed class ExportsTests
{
    private static readonly CancellationToken Token = CancellationToken.None;

    [Theory]
    [EngineData]
    public async Task The_view_of_the_team_is_written_taken_by_who_asked_alone_and_destroyed(Engine engine)
    {
        await using var app = await StartAsync(engine);
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync("/instruction?etat=en-instruction&tri=titre");
        await browser.PressAsync("Exporter", ("Format", TableFormat.FrenchCsv.Code), ("Extent", "vue"));
        Assert.Equal(ExportLinks.All, browser.Address.AbsolutePath);
        Assert.Contains("En attente", browser.Text, StringComparison.Ordinal);

        await RunAsync(app);
        await browser.GoAsync(ExportLinks.All);
        Assert.Contains("Prêt", browser.Text, StringComparison.Ordinal);
        var link = browser.Page.QuerySelector("main a[download]")!.GetAttribute("href")!;
        using var answer = await GetAsync(browser, link);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var lines = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(Token)).TrimEnd().Split("\r\n");

        // What the page shows under the title has columns of its own.
        string[] titles = ["Référence", .. ScreeningColumns.ShownFirst.Select(column => column.Title), "Étiquettes"];
        Assert.Equal($"\ufeff{string.Join(';', titles)}", lines[0]);
        var expected = await ReadListAsync(app, "etat=en-instruction", "titre");
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(line => line.Title), lines[1..].Select(line => line.Split(';')[1]));

        // Nobody else, whatever their role.
        foreach (var account in (string[])["admin", "auditeur", "agent"])
        {
            using var other = await app.BrowseAsync(account);
            using var refused = await GetAsync(other, link);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            await other.GoAsync(ExportLinks.All);
            Assert.DoesNotContain("Instruction", other.Text, StringComparison.Ordinal);
        }

        // Who asked and who took is in the audit trail.
        var export = await app.ReadAsync(db => db.Exports.SingleAsync(Token));
        var trail = await app.ReadAsync(db => db.AuditEntries.Where(entry => entry.EntityType == nameof(Export) && entry.EntityId == export.Id.ToString()).OrderBy(entry => entry.At).ThenBy(entry => entry.Id).Select(entry => new { entry.Action, entry.ActorId }).ToListAsync(Token));
        Assert.Equal("Added", trail[0].Action);
        Assert.Equal("Downloaded", trail[^1].Action);
        Assert.All((Guid?[])[trail[0].ActorId, trail[^1].ActorId], actor => Assert.Equal(export.RequestedById, actor));

        // Its time over, nothing is left.
        Assert.Single(Files(app));
        await app.JumpAsync(export.ExpiresAt!.Value);
        using var late = await GetAsync(browser, link);
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        await RunAsync(app);
        Assert.Empty(Files(app));
        Assert.Equal(0, await app.ReadAsync(db => db.Exports.CountAsync(Token)));
    }

    [Theory]
    [EngineData]
    public async Task Asked_ten_times_at_once_it_is_written_once_and_a_fourth_one_waits(Engine engine)
    {
        var source = new ManyLines(100_000);
        await using var app = await StartAsync(engine, source);
        var asked = await AtOnce.RunAsync(10, _ => AskAsync(app, "equipe", "cent mille"));
        Assert.Single(asked.Select(outcome => outcome.Value!.Id).Distinct());
        var others = await Task.WhenAll(AskAsync(app, "equipe", "deux"), AskAsync(app, "equipe", "trois"));
        Assert.All(others, outcome => Assert.Null(outcome.Refusal));
        var refused = await AskAsync(app, "equipe", "quatre");
        Assert.Equal("exports-under-way", refused.Refusal!.Code);
        Assert.Null((await AskAsync(app, "admin", "quatre")).Refusal);

        foreach (var other in others)
        {
            await DeleteAsync(app, "equipe", other.Value!.Id);
        }

        Assert.Null((await AskAsync(app, "equipe", "quatre")).Refusal);
        var before = Environment.WorkingSet;
        await RunAsync(app);
        Assert.True(Environment.WorkingSet - before < 200_000_000, "memory");
        var ready = await app.ReadAsync(db => db.Exports.Where(export => export.State == ExportState.Ready).ToListAsync(Token));
        Assert.Equal(3, ready.Count);
        Assert.All(ready, export => Assert.Equal(100_000, export.Done));
        Assert.Equal(3, source.Readings);
        Assert.Equal(3, Files(app).Length);

        // Just made, it is given again; later it is made anew.
        Assert.Equal(asked[0].Value!.Id, (await AskAsync(app, "equipe", "cent mille")).Value!.Id);
        await app.JumpAsync(app.Now.AddMinutes(6));
        Assert.NotEqual(asked[0].Value!.Id, (await AskAsync(app, "equipe", "cent mille")).Value!.Id);
    }

    [Theory]
    [EngineData]
    public async Task One_that_is_deleted_while_it_is_written_stops_and_leaves_nothing(Engine engine)
    {
        FabriqueApp? running = null;
        var source = new ManyLines(1_000_000);
        await using var app = await StartAsync(engine, source);
        running = app;
        var asked = (await AskAsync(app, "equipe", "un million")).Value!;
        source.At = (5_000, async () =>
        {
            Assert.Single(Files(running));
            await DeleteAsync(running, "equipe", asked.Id);
        });
        await RunAsync(app);
        Assert.InRange(source.Given, 5_000, 999_999);
        Assert.Empty(Files(app));
        Assert.Equal(0, await app.ReadAsync(db => db.Exports.CountAsync(Token)));
        Assert.Equal(0, await app.ReadAsync(db => db.DueAttempts.CountAsync(Token)));
    }

    [Theory]
    [EngineData]
    public async Task Interrupted_it_begins_again_and_after_three_failures_it_says_so(Engine engine)
    {
        var source = new ManyLines(2_000);
        await using var app = await StartAsync(engine, source);
        var asked = (await AskAsync(app, "equipe", "x")).Value!;

        // A fault half-way: nothing of the file, nor of what was counted.
        source.At = (1_500, () => throw new InvalidOperationException("Une panne."));
        await RunAsync(app);
        Assert.Empty(Files(app));
        Assert.Equal(ExportState.Running, (await FindAsync(app, asked.Id)).State);
        source.At = null;
        await app.JumpAsync(app.Now.AddMinutes(2));
        await RunAsync(app);
        var whole = await FindAsync(app, asked.Id);
        Assert.Equal((ExportState.Ready, 2_000), (whole.State, whole.Done));
        var file = Assert.Single(Files(app));
        Assert.Equal(2_001, File.ReadLines(file).Count());

        // Ready more than thirty seconds after it was asked: its person is written to.
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Template == "commun/export-pret", Token));
        Assert.Contains("Essai x", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("/exports", mail.TextBody, StringComparison.Ordinal);

        // For good.
        var doomed = (await AskAsync(app, "equipe", "y")).Value!;
        source.At = (10, () => throw new InvalidOperationException("Une panne."));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await RunAsync(app);
            await app.JumpAsync(app.Now.AddMinutes(10));
        }

        var failed = await FindAsync(app, doomed.Id);
        Assert.Equal((ExportState.Failed, (int?)null), (failed.State, failed.Place));
        Assert.Contains("administration", failed.Notice, StringComparison.Ordinal);
        Assert.NotNull(await app.ReadAsync(db => db.DueAttempts.Where(attempt => attempt.Key == doomed.Id).Select(attempt => attempt.FailedAt).SingleAsync(Token)));
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(ExportLinks.All);
        Assert.Contains("Échec", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_removed_while_filtered_on_is_said_and_nothing_is_written()
    {
        await using var app = await StartAsync(Engine.Sqlite);
        var label = Guid.CreateVersion7();
        var filter = $"etiquette={label:D}";
        Assert.Equal("export-filter-gone", (await AskAsync(app, "equipe", filter, ScreeningExport.SourceCode)).Refusal!.Code);
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(ExportLinks.Ask(ScreeningExport.SourceCode, filter));
        Assert.Contains("n’existe plus", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Exporter");
        Assert.Equal(ExportLinks.All, browser.Address.AbsolutePath);
    }

    [Fact]
    public async Task The_columns_of_one_call_are_chosen_one_by_one_and_what_is_refused_comes_back()
    {
        await using var app = await StartAsync(Engine.Sqlite);
        using var browser = await app.BrowseAsync("auditeur");
        await browser.GoAsync(ExportLinks.Ask(ScreeningExport.SourceCode, "appel=territoires-sobres"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.NotEmpty(browser.Page.QuerySelectorAll("input[name=Columns][value^='question.']"));
        var form = browser.Prepare("Exporter");
        await browser.SendAsync(form with { Values = [.. form.Values.Where(field => field.Key != "Columns")] });
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Choisissez au moins une colonne", browser.Text, StringComparison.Ordinal);

        form = browser.Prepare("Exporter");
        await browser.SendAsync(form with { Values = [.. form.Values.Where(field => field.Key is not ("Columns" or "Format")), new("Columns", "reference"), new("Columns", "question.problem"), new("Format", "ods")] });
        await RunAsync(app);
        var export = await app.ReadAsync(db => db.Exports.SingleAsync(Token));
        Assert.Equal((ExportState.Ready, "reference,question.problem", "ods"), (export.State, export.ColumnList, export.Format));
        Assert.EndsWith(".ods", export.FileName, StringComparison.Ordinal);

        using var agent = await app.BrowseAsync("agent");
        await agent.GoAsync(ExportLinks.Ask(ScreeningExport.SourceCode));
        Assert.Equal(HttpStatusCode.NotFound, agent.Status);
    }

    [Fact]
    public async Task Files_of_no_export_are_swept_and_others_stay()
    {
        await using var app = await StartAsync(Engine.Sqlite, new ManyLines(10));
        var folder = app.Services.GetRequiredService<ExportFolder>();
        await AskAsync(app, "equipe", "gardé");
        await RunAsync(app);
        var kept = Assert.Single(Files(app));
        var lost = Path.Combine(folder.Folder, Guid.CreateVersion7().ToString("N"));
        await File.WriteAllTextAsync(lost, "x", Token);
        foreach (var file in (string[])[kept, lost])
        {
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));
        }

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SweepExports>().RunAsync(Token);
        Assert.Equal([kept], Files(app));
    }

    private static Task<FabriqueApp> StartAsync(Engine engine, ManyLines? source = null) => FabriqueApp.StartAsync(engine, services =>
    {
        if (source is not null)
        {
            services.AddSingleton<ExportSource>(source);
        }
    });

    private static Task<Fabrique.Domain.Outcome<Export>> AskAsync(FabriqueApp app, string account, string filter, string source = ManyLines.SourceCode) => app.ActAsync(
        account, services => services.GetRequiredService<AskExportHandler>().HandleAsync(new AskExport(source, filter, [], TableFormat.Csv.Code), Token));

    private static Task<Outcome> DeleteAsync(FabriqueApp app, string account, Guid id) => app.ActAsync(account, services => services.GetRequiredService<DeleteExportHandler>().HandleAsync(new DeleteExport(id), Token));

    private static Task<Export> FindAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.Exports.SingleAsync(export => export.Id == id, Token));

    private static Task<IReadOnlyList<ScreeningLine>> ReadListAsync(FabriqueApp app, string filter, string order) => app.ActAsync("equipe", services => services.GetRequiredService<ScreeningList>()
        .ReadAsync(ScreeningFilter.Read(filter), ScreeningOrder.Read(order), ScreeningColumns.All, 0, 1000, Token));

    private static async Task RunAsync(FabriqueApp app)
    {
        var engine = app.Services.GetRequiredService<DueItemsEngine>();
        await using var scope = app.Services.CreateAsyncScope();
        await engine.RunAsync(scope.ServiceProvider.GetRequiredService<WriteExports>(), Token);
        await engine.RunAsync(scope.ServiceProvider.GetRequiredService<DestroyExports>(), Token);
    }

    private static string[] Files(FabriqueApp app) => app.Services.GetRequiredService<ExportFolder>().Folder is var folder && Directory.Exists(folder) ? Directory.GetFiles(folder) : [];

    private static async Task<HttpResponseMessage> GetAsync(FormBrowser browser, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", browser.CookieHeader);
        return await http.GetAsync(new Uri(browser.BaseAddress, path), Token);
    }

    /// <summary>So many lines, made one by one; something may happen at one of them.</summary>
    private sealed class ManyLines(int count) : ExportSource
    {
        public const string SourceCode = "essai";

        private int readings;

        public (int Line, Func<Task> Act)? At { get; set; }

        public int Readings => readings;

        public int Given { get; private set; }

        public override string Code => SourceCode;

        public override string Href => "/instruction";

        public override string Label => "Essai";

        public override bool MayExport(Actor actor) => actor.IsStaff;

        public override Task<ExportView?> OpenAsync(string filter, CancellationToken cancellationToken) => Task.FromResult<ExportView?>(new(
            filter, $"Essai {filter}", "essai", [new("numero", "Numéro", TableKind.WholeNumber), new("texte", "Texte"), new("montant", "Montant", TableKind.DecimalNumber), new("jour", "Jour", TableKind.Day)], []));

        public override Task<int> CountAsync(ExportView view, CancellationToken cancellationToken) => Task.FromResult(count);

        public override async IAsyncEnumerable<IReadOnlyList<object?>> ReadAsync(ExportView view, IReadOnlyList<TableColumn> columns, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref readings);
            for (var line = 1; line <= count; line++)
            {
                if (At is { } at && at.Line == line)
                {
                    await at.Act();
                }

                Given = line;
                yield return [line, $"Ligne {line}", line / 4m, new DateOnly(2026, 1, 1).AddDays(line % 365)];
            }
        }
    }
}
