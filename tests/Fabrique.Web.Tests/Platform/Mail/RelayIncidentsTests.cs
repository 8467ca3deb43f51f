using System.Net;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Incidents;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Platform.Mail;

/// <summary>An outage of the mail server is one incident however many mails wait, told once, and over by itself.</summary>
public sealed class RelayIncidentsTests
{
    private const int Waiting = 40;

    private static readonly CancellationToken Token = CancellationToken.None;

    [Theory]
    [EngineData]
    public async Task Administrators_are_warned_once_of_an_outage_and_it_is_over_when_a_mail_leaves(Engine engine)
    {
        var server = new ServerOfTests();
        await using var app = await FabriqueApp.StartAsync(engine, services => services.AddScoped<IMailTransport>(_ => server));
        using var browser = await app.BrowseAsync("admin");
        await app.ReadAsync(db =>
        {
            db.OutgoingMails.AddRange(Enumerable.Range(0, Waiting).Select(number => MailSamples.Mail($"personne{number}@ministere.example", at: app.Now)));
            return db.SaveChangesAsync();
        });

        // A try that fails is told on the page of the mails; it may be nothing, and wakes nobody.
        await SendAsync(app);
        Assert.Empty(await OpenAsync(app));
        var notice = await NoticeAsync(browser);
        Assert.Contains("Aucun message ne part depuis le 12 janvier 2026", notice, StringComparison.Ordinal);
        Assert.Contains("connexion refusée", notice, StringComparison.Ordinal);
        Assert.Contains("aucun essai ne leur est compté", notice, StringComparison.Ordinal);

        await app.JumpAsync(app.Now + MailRelay.Ladder[0]);
        await SendAsync(app);
        var incident = Assert.Single(await OpenAsync(app));
        Assert.Equal((RelayIncidents.Own.Code, 2, "connexion refusée"), (incident.Source, incident.Attempts, incident.Error));
        Assert.Contains("relancez l’incident", await NoticeAsync(browser), StringComparison.Ordinal);

        // However long it lasts within the day, and however often it is tried.
        Assert.Equal(1, await TellAsync(app));
        foreach (var wait in new[] { TimeSpan.FromMinutes(10), TimeSpan.FromHours(2), TimeSpan.FromHours(5) })
        {
            await app.JumpAsync(app.Now + wait);
            await SendAsync(app);
            Assert.Single(await OpenAsync(app));
            Assert.Equal(1, await TellAsync(app));
        }

        Assert.All(await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.ToAddress.StartsWith("personne")).ToListAsync()), mail => Assert.Equal((MailStatus.Pending, 0), (mail.Status, mail.Attempts)));

        // Closed by hand it cannot be; retried, it is tried at once.
        Assert.Equal("relay-not-closable", (await app.ActAsync("admin", services => services.GetRequiredService<CloseIncidentHandler>().HandleAsync(new CloseIncident { Kind = incident.Source, Key = incident.Key, Reason = "Assez." }, Token))).Refusal?.Code);
        Assert.Single(await OpenAsync(app));
        server.Answer = Delivery.Accepted;
        Assert.True((await app.ActAsync("admin", services => services.GetRequiredService<RetryIncidentHandler>().HandleAsync(new RetryIncident { Kind = incident.Source, Key = incident.Key }, Token))).IsDone);
        await SendAsync(app);
        await SendAsync(app);
        Assert.Empty(await OpenAsync(app));
        Assert.Equal(0, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.Status == MailStatus.Pending)));
        Assert.Equal(Waiting, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.Status == MailStatus.Sent && mail.ToAddress.StartsWith("personne"))));
        Assert.Null(await FindNoticeAsync(browser));
    }

    private static async Task<string> NoticeAsync(FormBrowser browser) => FormBrowser.Fold(Assert.IsType<string>(await FindNoticeAsync(browser)));

    private static async Task<string?> FindNoticeAsync(FormBrowser browser)
    {
        await browser.GoAsync(AdministrationLinks.Mailbox);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return browser.Page.QuerySelector("main .fr-alert--error")?.TextContent;
    }

    private static async Task SendAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsJob<OutboxSource>>().RunAsync(Token);
    }

    private static async Task<List<IncidentLine>> OpenAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IncidentInbox>().ListAsync(new IncidentFilter { Kind = RelayIncidents.Own.Code }, 0, 10, Token);
    }

    /// <returns>How many mails the administrator was written.</returns>
    private static async Task<int> TellAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IncidentWatch>().RunAsync(Token);
        return await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.Template == TellAdministratorsHandler.Message));
    }

    private sealed class ServerOfTests : IMailTransport
    {
        public Delivery Answer { get; set; } = new(DeliveryResult.Unreachable, "connexion refusée");

        public Task<Delivery> DeliverAsync(OutgoingMail mail, CancellationToken cancellationToken) => Task.FromResult(Answer);
    }
}
