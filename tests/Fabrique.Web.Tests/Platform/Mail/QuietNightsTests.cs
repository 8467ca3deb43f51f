using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.MyMessages.ChoosePreferences;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Platform.Mail;

/// <summary>« Heures calmes »: what a procedure writes by night waits for the morning, what answers somebody who is there does not.</summary>
public sealed class QuietNightsTests
{
    private static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>Ten in the evening in Paris.</summary>
    private static readonly DateTime Night = new(2026, 1, 12, 21, 0, 0, DateTimeKind.Utc);

    private static readonly DateTime Morning = new(2026, 1, 13, 6, 0, 0, DateTimeKind.Utc);

    [Theory]
    [EngineData]
    public async Task What_a_procedure_writes_by_night_waits_for_the_morning_and_the_journal_says_so(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await ChooseMailsAsync(app, "equipe");
        await app.JumpAsync(Night);
        var mail = await AskAsync(app, "anouk.eglantine@fabrique.example", await DrawnTaskTests.ApplicationAsync(app));
        Assert.Equal((MailStatus.Pending, Morning, Morning), (mail.Status, mail.QuietUntil, mail.DueAt));
        await SendAsync(app);
        Assert.Equal(MailStatus.Pending, (await ReadAsync(app, mail)).Status);

        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync($"{AdministrationLinks.Mailbox}?recherche=budget");
        Assert.Contains("attend le matin (heures calmes)", admin.Page.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        await admin.GoAsync($"{AdministrationLinks.Mailbox}/{mail.Id}");
        Assert.Contains(FormBrowser.Fold($"{FrenchDate.Instant(Morning)} : attend le matin (heures calmes)"), admin.Text, StringComparison.Ordinal);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ApplicationLinks.Show(await app.ReadAsync(db => db.Applications.Where(application => application.Id == mail.SubjectId).Select(application => application.Reference).SingleAsync())));
        var told = team.Page.QuerySelectorAll("main li").Select(line => FormBrowser.Fold(line.TextContent)).Where(line => line.Contains(FormBrowser.Fold($"Message « {mail.Subject} »"), StringComparison.Ordinal)).ToList();
        Assert.Contains(told, line => line.Contains("à envoyer", StringComparison.OrdinalIgnoreCase));

        await app.JumpAsync(Morning);
        await SendAsync(app);
        Assert.Equal(MailStatus.Sent, (await ReadAsync(app, mail)).Status);
        await admin.GoAsync($"{AdministrationLinks.Mailbox}/{mail.Id}");
        Assert.Contains("il a attendu le matin.", admin.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Whoever_did_something_a_moment_ago_is_answered_at_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.JumpAsync(Night);
        await ChooseMailsAsync(app, "equipe");
        await app.JumpAsync(Night.AddMinutes(5));
        Assert.Null((await AskAsync(app, "anouk.eglantine@fabrique.example", about: null)).QuietUntil);
        await app.JumpAsync(Night.AddMinutes(30));
        Assert.Equal(Morning, (await AskAsync(app, "anouk.eglantine@fabrique.example", about: null)).QuietUntil);
    }

    [Fact]
    public async Task What_somebody_writes_by_their_own_act_leaves_at_once()
    {
        await using var app = await FabriqueApp.StartAsync();
        await ChooseMailsAsync(app, "equipe");
        var task = await DrawnTaskTests.PublishAndRunAsync(app, "anouk.eglantine@fabrique.example", about: null);
        await app.JumpAsync(Night);
        var written = await app.ActAsync("coach", async services =>
        {
            var db = services.GetRequiredService<FabriqueDbContext>();
            await services.GetRequiredService<SubjectMessages>().WriteToHoldersAsync("commun/tache-a-faire", await db.WorkItems.SingleAsync(item => item.Id == task.Id), procedure: null, Token);
            await db.SaveChangesAsync();
            return await db.OutgoingMails.OrderBy(mail => mail.CreatedAt).LastAsync(mail => mail.TaskId == task.Id);
        });
        Assert.Equal((MailStatus.Pending, null), (written.Status, written.QuietUntil));
    }

    [Theory]
    [EngineData("candidature/lettre-retenue", null, false)]
    [EngineData("candidature/accuse-de-reception", null, true)]
    [EngineData("commun/incidents", null, false)]
    [EngineData("candidature/accuse-de-reception", "non", false)]
    [EngineData("candidature/accuse-de-reception", "22:30-06:00", false)]
    public async Task The_notice_of_a_decision_never_waits_and_hours_are_a_setting(Engine engine, string message, string? hours, bool waits)
    {
        await using var app = await FabriqueApp.StartAsync(engine, configure: null, hours is null ? [] : [("Mail:QuietHours", hours)]);
        await app.JumpAsync(Night);
        Assert.Equal(waits ? Morning : null, (await WriteAsync(app, message, await OwnCaseTests.PersonAsync(app, "equipe"))).QuietUntil);
    }

    [Fact]
    public async Task The_night_is_that_of_the_unit_of_whoever_is_written_to()
    {
        await using var app = await FabriqueApp.StartAsync();
        var person = await app.ReadAsync(async db =>
        {
            var joris = await db.StaffMembers.SingleAsync(person => person.FullName == "Joris Grèbe");
            joris.Join(await db.OrganisationUnits.SingleAsync(unit => unit.Code == "deal-reunion-eau"));
            await db.SaveChangesAsync();
            return joris;
        });

        // Eight in the evening there, five in the afternoon in Paris.
        await app.JumpAsync(new DateTime(2026, 1, 12, 16, 0, 0, DateTimeKind.Utc));
        Assert.Equal(new DateTime(2026, 1, 13, 3, 0, 0, DateTimeKind.Utc), (await WriteAsync(app, "candidature/accuse-de-reception", person)).QuietUntil);
        Assert.Null((await WriteAsync(app, "candidature/accuse-de-reception", await OwnCaseTests.PersonAsync(app, "equipe"))).QuietUntil);
    }

    /// <summary>One writes by no act of a person.</summary>
    private static async Task<OutgoingMail> WriteAsync(FabriqueApp app, string message, StaffMember to)
    {
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Null(scope.ServiceProvider.GetRequiredService<AuditScope>().ActorId);
        return Assert.Single(await scope.ServiceProvider.GetRequiredService<Outbox>().WriteAsync(
            scope.ServiceProvider.GetRequiredService<MessageCatalog>()[message], [to], MailSamples.Data, new Subject(ApplicationSubject.SubjectCode, Guid.CreateVersion7()), task: null, Token));
    }

    private static async Task<OutgoingMail> AskAsync(FabriqueApp app, string assignee, string? about)
    {
        var task = await DrawnTaskTests.PublishAndRunAsync(app, assignee, about);
        return await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.TaskId == task.Id));
    }

    private static async Task ChooseMailsAsync(FabriqueApp app, string account) => Assert.True((await app.ActAsync(account, services => services.GetRequiredService<ChoosePreferencesHandler>().HandleAsync(
        new ChoosePreferences { DigestHour = 9, Requests = MailChoice.Mail, Reminders = MailChoice.Mail, News = MailChoice.Mail, Version = null }, Token))).IsDone);

    private static async Task SendAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsJob<OutboxSource>>().RunAsync(Token);
    }

    private static Task<OutgoingMail> ReadAsync(FabriqueApp app, OutgoingMail mail) => app.ReadAsync(db => db.OutgoingMails.SingleAsync(known => known.Id == mail.Id));
}
