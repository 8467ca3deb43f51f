using System.Diagnostics.Metrics;
using System.Net;
using AngleSharp.Html.Dom;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Withdraw;
using Fabrique.Web.Features.Incidents;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Telemetry;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Setup;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Incidents;

public sealed class IncidentsTests
{
    private const string Page = AdministrationLinks.Incidents;
    private const string RetrySelection = "Relancer la sélection";
    private const string CloseSelection = "Clore la sélection";

    [Theory]
    [EngineData]
    public async Task An_application_whose_procedure_was_withdrawn_is_an_incident_that_is_told_and_repaired(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, configure: null, ("Workflows:Retention:FinishedDays", "30"));
        var publisher = app.Services.GetRequiredService<WorkflowPublisher>();
        await publisher.RetractAsync("candidature");
        var id = Guid.CreateVersion7(app.Clock.GetUtcNow());
        await app.SubmitNewAsync("agent", id);
        await app.TravelAsync(app.Now.AddHours(1));
        Assert.Equal(ApplicationStatus.Submitted, await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Status).SingleAsync()));

        // Nothing forgets it, however long nobody looks.
        await app.TravelAsync(app.Now.AddDays(3));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<WorkflowRunner>().PurgeAsync();
        }

        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(AdministrationLinks.Index);
        Assert.Contains("Un incident attend d’être réglé", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync($"{Page}?sujet={ApplicationSubject.SubjectCode}");
        Assert.Contains("La procédure « candidature » n’a pas pu commencer", browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("prévenez la personne concernée", browser.Text, StringComparison.Ordinal);
        Assert.Contains("8 essais", browser.Text, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector("main li.fab-incident a[href^='/candidatures/C-']"));

        await publisher.PublishLatestAsync("candidature");
        await browser.SendAsync(Choose(browser, RetrySelection));
        Assert.Contains("Relancé : ", browser.Text, StringComparison.Ordinal);
        await app.TravelAsync(app.Now.AddMinutes(1));

        Assert.Equal(ApplicationStatus.AwaitingApproval, await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Status).SingleAsync()));
        await browser.GoAsync(Page);
        Assert.Contains("Aucun incident", browser.Text, StringComparison.Ordinal);
        var line = await app.ReadAsync(db => db.AuditEntries.SingleAsync(entry => entry.EntityType == RetryIncidentHandler.EntityType));
        Assert.NotNull(line.ActorId);
        Assert.StartsWith("demandes/", line.EntityId, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task What_was_retried_or_closed_meanwhile_is_refused_in_words(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var mail = await FailAsync(app);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(Page);
        var retry = Choose(browser, RetrySelection);
        var close = Choose(browser, CloseSelection).With("Reason", "Appelée au téléphone.");

        await browser.SendAsync(retry);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.SendAsync(retry);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("n’est plus ouvert", browser.Text, StringComparison.Ordinal);
        await browser.SendAsync(close);
        Assert.Equal(HttpStatusCode.Conflict, browser.Status);
        Assert.Contains("Rien n’a été changé", browser.Text, StringComparison.Ordinal);

        var stored = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(row => row.Id == mail.Id));
        Assert.Equal((MailStatus.Pending, 0), (stored.Status, stored.Attempts));
        Assert.Equal(0, await app.ReadAsync(db => db.ClosedIncidents.CountAsync()));
    }

    [Theory]
    [EngineData]
    public async Task Closing_asks_for_a_reason_keeps_it_and_ends_what_was_tried(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var mail = await FailAsync(app);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(Page);
        await browser.SendAsync(Choose(browser, CloseSelection));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Dites pourquoi", browser.Text, StringComparison.Ordinal);
        Assert.True(Assert.IsAssignableFrom<IHtmlInputElement>(browser.Page.QuerySelector("input[name=Selected]")).IsChecked);

        await browser.SendAsync(Choose(browser, CloseSelection).With("Reason", "Appelée au téléphone."));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Aucun incident", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync($"{Page}?etat=clos");
        Assert.Contains("par Youssef Ajonc : Appelée au téléphone.", browser.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll("main form[method=post]"));

        await app.TravelAsync(app.Now.AddDays(2));
        Assert.Equal(MailStatus.Failed, await app.ReadAsync(db => db.OutgoingMails.Where(row => row.Id == mail.Id).Select(row => row.Status).SingleAsync()));
        Assert.Equal(0, await app.ReadAsync(db => db.OutgoingMails.CountAsync(row => row.Template == TellAdministratorsHandler.Message)));
    }

    [Theory]
    [EngineData]
    public async Task Nothing_chosen_is_nothing_done_and_an_auditor_only_reads(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var mail = await FailAsync(app);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(Page);
        await browser.PressAsync(RetrySelection);
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Choisissez au moins un incident", browser.Text, StringComparison.Ordinal);

        using var auditor = await app.BrowseAsync("auditeur");
        await auditor.GoAsync(Page);
        Assert.Contains("n’est pas parti", auditor.Text, StringComparison.Ordinal);
        Assert.Empty(auditor.Page.QuerySelectorAll("main form[method=post]"));
        var token = auditor.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (var handler in (string[])["Retry", "RetryAll", "Close"])
        {
            using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("Selected", $"{MailIncidents.Own.Code}/{mail.Id}"), new("Reason", "Non.")]);
            await auditor.SendAsync(new Uri(app.Address, $"{Page}?handler={handler}"), form);
            Assert.Equal(HttpStatusCode.Forbidden, auditor.Status);
        }

        Assert.Equal(MailStatus.Failed, await app.ReadAsync(db => db.OutgoingMails.Where(row => row.Id == mail.Id).Select(row => row.Status).SingleAsync()));
        await auditor.GoAsync($"{Page}?genre=rien");
        Assert.Contains("n’est pas parti", auditor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_claims_nothing_that_was_not_done()
    {
        await using var app = await FabriqueApp.StartAsync();
        await FailAsync(app);
        using var browser = await app.BrowseAsync("admin");
        using var other = await app.BrowseAsync("admin");
        await browser.GoAsync(Page);
        await other.GoAsync(Page);
        var again = other.Prepare("Relancer cet incident");

        await browser.PressAsync("Relancer cet incident");
        Assert.Contains("Relancé : Le message à Éloïse Lefèvre n’est pas parti.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("repris dans la minute", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(Page);
        Assert.Contains("Aucun incident à traiter pour l’instant.", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s’est fait", browser.Text, StringComparison.Ordinal);

        await other.SendAsync(again);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Contains("Il n’y a plus rien à relancer", other.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Choisissez", other.Text, StringComparison.Ordinal);

        await FailAsync(app);
        await browser.GoAsync(Page);
        await browser.SendAsync(Choose(browser, CloseSelection).With("Reason", "Appelée au téléphone."));
        Assert.Contains("Clos : Le message à Éloïse Lefèvre n’est pas parti.", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("C’est fait", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("relancé", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_finds_nothing_says_so_and_the_reason_is_asked_for_to_close_only()
    {
        await using var app = await FabriqueApp.StartAsync();
        await FailAsync(app);
        using var browser = await app.BrowseAsync("admin");
        foreach (var filter in (string[])["genre=demandes", "sujet=Product", $"sujet={ApplicationSubject.SubjectCode}:0198a000-0000-7000-8000-000000000001", "etat=clos&genre=demandes"])
        {
            await browser.GoAsync($"{Page}?{filter}");
            Assert.Contains("Aucun incident ne correspond à ces filtres.", browser.Text, StringComparison.Ordinal);
            Assert.Equal(Page, browser.Page.QuerySelectorAll("main a").Single(link => link.TextContent.Trim() == "Effacer les filtres").GetAttribute("href"));
        }

        await browser.GoAsync($"{Page}?etat=clos");
        Assert.Contains("Aucun incident clos.", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync(Page);
        var label = browser.Page.QuerySelector("label[for=Reason]")!.TextContent;
        Assert.StartsWith("Pourquoi clore la sélection", label.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("facultatif", label, StringComparison.Ordinal);
        Assert.Contains("Demandé seulement pour clore", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Fifty_thousand_lines_are_paged_filtered_and_retried_by_a_hundred(Engine engine)
    {
        const int Many = 50_000;
        await using var app = await FabriqueApp.StartAsync(engine);
        await FillAsync(app, engine, Many);
        var mail = await FailAsync(app);
        using var browser = await app.BrowseAsync("admin");

        foreach (var (address, rows, first) in new (string, int, string)[]
            {
                (Page, IncidentsModel.PageSize, "Éloïse Lefèvre"),
                ($"{Page}?page=2501", 1, "procédure « p1 »"),
                ($"{Page}?page=999999999", 1, "procédure « p1 »"),
                ($"{Page}?genre={MailIncidents.Own.Code}", 1, "Éloïse Lefèvre"),
                ($"{Page}?sujet={Uri.EscapeDataString(new Subject(mail.SubjectKind, mail.SubjectId).ToCorrelationId())}", 1, "Éloïse Lefèvre"),
                ($"{Page}?genre=demandes&page=2500", IncidentsModel.PageSize, "procédure « p20 »"),
            })
        {
            await browser.GoAsync(address);
            var lines = browser.Page.QuerySelectorAll("main li.fab-incident");
            Assert.True(rows == lines.Length, $"{address}: {lines.Length}");
            Assert.Contains(first, FormBrowser.Fold(lines[0].TextContent), StringComparison.Ordinal);
            Assert.True(browser.Page.Source.Length < 100_000);
        }

        await browser.GoAsync($"{Page}?genre=demandes");
        Assert.Contains("50 000 incidents", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
        await browser.PressAsync($"Relancer les {IncidentsModel.MostAtOnce} plus récents du filtre");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains($"{IncidentsModel.MostAtOnce} incidents traités sur {IncidentsModel.MostAtOnce}", browser.Text, StringComparison.Ordinal);
        Assert.Equal(Many - IncidentsModel.MostAtOnce, await app.ReadAsync(db => db.Set<WorkflowSignalRow>().CountAsync(signal => signal.DueAt == null)));

        using var http = new HttpClient { BaseAddress = app.Address };
        Assert.Contains($"\"demandes\":{Many - IncidentsModel.MostAtOnce}", await http.GetStringAsync("/sante/pret"), StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Administrators_are_written_to_once_an_hour_for_what_is_new_and_once_a_day_for_what_stays(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        Assert.Equal(0, await TellAsync(app));

        await FailAsync(app);
        Assert.Equal(1, await TellAsync(app));
        await app.JumpAsync(app.Now.AddMinutes(30));
        await FailAsync(app);
        Assert.Equal(1, await TellAsync(app));
        await app.JumpAsync(app.Now.AddMinutes(31));
        Assert.Equal(2, await TellAsync(app));
        await app.JumpAsync(app.Now.AddHours(5));
        Assert.Equal(2, await TellAsync(app));
        await app.JumpAsync(app.Now.AddHours(20));
        Assert.Equal(3, await TellAsync(app));

        var mail = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == TellAdministratorsHandler.Message).OrderByDescending(mail => mail.CreatedAt).FirstAsync());
        Assert.Equal("Incidents à régler : 2", mail.Subject.Replace('\u00a0', ' '));
        Assert.Contains("Messages non partis : 2", mail.TextBody.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains(Page, mail.TextBody, StringComparison.Ordinal);

        await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Status == MailStatus.Failed && mail.SubjectKind != IncidentInbox.NoticeSubject).ExecuteDeleteAsync());
        await app.JumpAsync(app.Now.AddDays(2));
        Assert.Equal(3, await TellAsync(app));
    }

    [Theory]
    [EngineData]
    public async Task A_procedure_that_could_not_begin_does_not_once_the_application_is_withdrawn(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var publisher = app.Services.GetRequiredService<WorkflowPublisher>();
        await publisher.RetractAsync("candidature");
        var id = Guid.CreateVersion7(app.Clock.GetUtcNow());
        await app.SubmitNewAsync("agent", id);
        await app.ActAsync("agent", services => services.GetRequiredService<WithdrawApplicationHandler>().HandleAsync(new WithdrawApplication { ApplicationId = id }, CancellationToken.None));
        await publisher.PublishLatestAsync("candidature");
        await app.TravelAsync(app.Now.AddDays(40));

        Assert.Equal(ApplicationStatus.Withdrawn, await app.ReadAsync(db => db.Applications.Where(application => application.Id == id).Select(application => application.Status).SingleAsync()));
        Assert.Equal(0, await app.ReadAsync(db => db.WorkItems.CountAsync(item => item.SubjectId == id)));
        Assert.Equal(0, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.SubjectId == id)));
    }

    [Theory]
    [EngineData]
    public async Task What_tells_of_incidents_is_none_itself_and_the_next_one_replaces_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await FailAsync(app);
        await TellAsync(app);
        await app.ReadAsync(async db =>
        {
            var notice = await db.OutgoingMails.SingleAsync(mail => mail.Template == TellAdministratorsHandler.Message);
            notice.RecordFailure("refusé", permanent: true, app.Now);
            return await db.SaveChangesAsync();
        });
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(Page);
        Assert.Single(browser.Page.QuerySelectorAll("main input[name=Selected]"));

        await app.JumpAsync(app.Now.AddHours(2));
        Assert.Equal(1, await TellAsync(app));
        await app.JumpAsync(app.Now.AddDays(2));
        Assert.Equal(2, await TellAsync(app));
        await app.JumpAsync(app.Now.AddDays(2));
        Assert.Equal(3, await TellAsync(app));
        var left = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == TellAdministratorsHandler.Message && mail.ClosedAt == null).ToListAsync());
        Assert.Equal(MailStatus.Pending, Assert.Single(left).Status);
        Assert.Equal("Incidents à régler : 1", left[0].Subject.Replace('\u00a0', ' '));
    }

    /// <summary>Before the commit nothing was written, and the next run writes; after it all was, and the next run, in the same hour, writes no more.</summary>
    [Theory]
    [EngineData(LossMoment.BeforeCommit, 0)]
    [EngineData(LossMoment.AfterCommit, 1)]
    public async Task Administrators_are_written_to_once_though_the_connection_was_lost(Engine engine, LossMoment moment, int written)
    {
        var connection = new LostConnection();
        await using var app = await FabriqueApp.StartAsync(engine, connection.AddTo);
        await FailAsync(app);
        connection.Arm(moment);
        await Assert.ThrowsAsync<IOException>(() => TellAsync(app));
        Assert.False(connection.IsArmed);
        Assert.Equal(written, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.Template == TellAdministratorsHandler.Message)));

        Assert.Equal(1, await TellAsync(app));
        await FailAsync(app);
        Assert.Equal(1, await TellAsync(app));
    }

    [Theory]
    [EngineData]
    public async Task Open_incidents_are_measured_kind_by_kind(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await FailAsync(app);
        var measured = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Name == FabriqueTelemetry.Name && instrument.Name == IncidentWatch.InstrumentName)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        using var test = new System.Diagnostics.Activity("measured").Start();
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (System.Diagnostics.Activity.Current?.TraceId == test.TraceId)
            {
                measured[(string)tags[0].Value!] = value;
            }
        });
        listener.Start();

        await TellAsync(app);

        Assert.Equal(1, measured[MailIncidents.Own.Code]);
        Assert.Equal(0, measured["demandes"]);
    }

    [Theory]
    [EngineData]
    public async Task A_job_that_fails_as_a_whole_is_an_incident_until_it_succeeds(Engine engine)
    {
        var broken = new BrokenJob();
        await using var app = await FabriqueApp.StartAsync(engine, services => services
            .AddSingleton(broken)
            .AddSingleton(new RecurringJobs([new RecurringJobLine("panne", RecurringJobs.EveryMinute, typeof(BrokenJob), 1, "Échouer")])));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(app, "panne"));
        await app.JumpAsync(app.Now.AddMinutes(10));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(app, "panne"));

        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(Page);
        Assert.Contains("Le travail planifié « panne » n’aboutit pas.", browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("2 essais", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Plus de papier.", browser.Text, StringComparison.Ordinal);
        await browser.SendAsync(Choose(browser, CloseSelection).With("Reason", "Tant pis."));
        Assert.Contains("ne se clôt pas", browser.Text, StringComparison.Ordinal);

        broken.IsMended = true;
        await RunAsync(app, "panne");
        await browser.GoAsync(Page);
        Assert.Contains("Aucun incident", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Retention_keeps_the_procedure_of_what_is_not_settled(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, configure: null, ("Workflows:Retention:FinishedDays", "30"));
        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        await app.PublishAsync("courte", [], [Drawing.Node("ligne", "Elsa.WriteLine", ("text", Drawing.Literal("Bonjour")))]);
        var mail = await FailAsync(app);
        var about = new Subject(mail.SubjectKind, mail.SubjectId).ToCorrelationId();
        var kept = await runtime.StartAsync(new StartRequest("courte") { CorrelationId = about });
        var gone = await runtime.StartAsync(new StartRequest("courte") { CorrelationId = new Subject(mail.SubjectKind, Guid.CreateVersion7()).ToCorrelationId() });
        await app.JumpAsync(app.Now.AddDays(40));
        await RunAsync(app, "retention");
        Assert.Null(await runtime.GetOutlookAsync(gone.Id));
        Assert.NotNull(await runtime.GetOutlookAsync(kept.Id));

        await app.ActAsync("admin", services => services.GetRequiredService<CloseIncidentHandler>().HandleAsync(
            new CloseIncident { Kind = MailIncidents.Own.Code, Key = mail.Id.ToString("D"), Reason = "Réglé." }, CancellationToken.None));
        await RunAsync(app, "retention");
        Assert.Null(await runtime.GetOutlookAsync(kept.Id));
    }

    /// <summary>The request of a button, with the first incident of the page chosen.</summary>
    private static PreparedForm Choose(FormBrowser browser, string button)
    {
        var name = browser.Page.QuerySelector("input[name=Selected]")!.GetAttribute("value")!;
        return browser.Prepare(button).With("Selected", name);
    }

    private static async Task<OutgoingMail> FailAsync(FabriqueApp app)
    {
        var mail = MailSamples.Mail(at: app.Now);
        mail.RecordFailure("550 inconnu", permanent: true, app.Now);
        await app.ReadAsync(db =>
        {
            db.Add(mail);
            return db.SaveChangesAsync();
        });
        return mail;
    }

    /// <summary>Signals set aside, the first the longest ago.</summary>
    private static Task<int> FillAsync(FabriqueApp app, Engine engine, int many) => app.ReadAsync(db => db.Database.ExecuteSqlRawAsync(
        engine is Engine.PostgreSql
            ? """
              INSERT INTO workflow_signals (id, kind, name, attempts, last_error, created_at)
              SELECT 'aside-' || n, 1, 'p' || n, 8, 'Non publiée.', {0}::timestamptz + n * interval '1 second' FROM generate_series(1, {1}) AS n
              """
            : """
              WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {1})
              INSERT INTO workflow_signals (id, kind, name, attempts, last_error, created_at)
              SELECT 'aside-' || n, 1, 'p' || n, 8, 'Non publiée.', strftime('%Y-%m-%d %H:%M:%S', {0}, '+' || n || ' seconds') FROM numbers
              """,
        app.Now.AddDays(-2),
        many));

    /// <returns>How many messages about incidents were written so far to each administrator.</returns>
    private static async Task<int> TellAsync(FabriqueApp app)
    {
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IncidentWatch>().RunAsync(CancellationToken.None);
        }

        var written = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == TellAdministratorsHandler.Message).GroupBy(mail => mail.ToAddress).Select(same => same.Count()).ToListAsync());
        return written.Count == 0 ? 0 : Assert.Single(written.Distinct());
    }

    private static async Task RunAsync(FabriqueApp app, string job)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RecurringJobRunner>().RunAsync(job, CancellationToken.None);
    }

    private sealed class BrokenJob : IRecurringJob
    {
        public bool IsMended { get; set; }

        public Task RunAsync(CancellationToken cancellationToken) => IsMended ? Task.CompletedTask : throw new InvalidOperationException("Plus de papier.");

        public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);
    }
}
