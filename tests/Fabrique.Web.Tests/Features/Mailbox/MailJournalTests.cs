using System.Collections.Concurrent;
using System.Net;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Mailbox;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fabrique.Web.Tests.Features.Mailbox;

/// <summary>What the journal of mails tells: of which file, why so, and what may be done of one that an address refused.</summary>
public sealed class MailJournalTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [EngineData]
    public async Task A_mail_that_its_address_refuses_is_an_incident_of_its_file_until_it_leaves_for_another_address(Engine engine)
    {
        var post = new Post();
        await using var app = await FabriqueApp.StartAsync(engine, services => services.Replace(ServiceDescriptor.Singleton<IMailTransport>(post)));
        var (application, reference) = await ApplicationAsync(app);
        var agent = await OwnCaseTests.PersonAsync(app, "agent");
        await SendAsync(app);
        post.Refused = agent.Email;
        await ActAsync(app, services => services.GetRequiredService<SubjectMessages>().WriteAsync("candidature/accuse-de-reception", application, "Applicant", procedure: null, step: null, Token));
        await SendAsync(app);
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.FailedAt != null && mail.ClosedAt == null));
        Assert.Equal((agent.Email, "550 5.1.1 inconnu", 1), (mail.ToAddress, mail.LastError, mail.Attempts));

        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(AdministrationLinks.Incidents);
        var incident = Assert.Single(admin.Page.QuerySelectorAll("main li.fab-incident"));
        foreach (var told in new[] { "Le message à Kenza Fauvette n’est pas parti.", "Envoyez-le à une autre adresse", "un appel, un courrier", "550 5.1.1 inconnu" })
        {
            Assert.Contains(told, FormBrowser.Fold(incident.TextContent), StringComparison.Ordinal);
        }

        Assert.NotNull(incident.QuerySelector($"a[href='{ApplicationLinks.Show(reference)}']"));
        Assert.NotNull(incident.QuerySelector($"a[href='{AdministrationLinks.Mailbox}/{mail.Id}']"));

        await admin.GoAsync($"{AdministrationLinks.Mailbox}/{mail.Id}");
        await admin.FollowAsync("Envoyer à une autre adresse");
        await admin.PressAsync("Envoyer à cette adresse", ("Address", "kenza@ailleurs.example, autre@ailleurs.example"));
        Assert.Equal(HttpStatusCode.Conflict, admin.Status);
        Assert.Contains("Cette adresse ne peut pas s’écrire", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Envoyer à cette adresse", ("Address", " kenza@ailleurs.example "));
        Assert.Contains("sera envoyé à cette adresse", admin.Text, StringComparison.Ordinal);
        await admin.GoAsync(AdministrationLinks.Incidents);
        Assert.Contains("Aucun incident", admin.Text, StringComparison.Ordinal);

        await SendAsync(app);
        await SendAsync(app);
        Assert.Equal([agent.Email, "kenza@ailleurs.example"], post.Sent.Where(sent => sent.Id == mail.Id).Select(sent => sent.To));
        Assert.Equal(MailStatus.Sent, await app.ReadAsync(db => db.OutgoingMails.Where(known => known.Id == mail.Id).Select(known => known.Status).SingleAsync()));
        Assert.Equal(agent.Email, (await OwnCaseTests.PersonAsync(app, "agent")).Email);
        foreach (var (account, isTold) in new[] { ("equipe", true), ("agent", false) })
        {
            using var reader = await app.BrowseAsync(account);
            await reader.GoAsync(ApplicationLinks.Show(reference));
            Assert.Equal((account, isTold), (account, reader.Text.Contains("envoyé à une autre adresse, la première l’ayant refusé", StringComparison.Ordinal)));
            Assert.DoesNotContain("ailleurs.example", reader.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [EngineData]
    public async Task The_mails_of_one_file_are_listed_alone_in_each_state_and_page(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (application, reference) = await ApplicationAsync(app);
        var product = new Subject(ProductSubject.SubjectCode, await app.ReadAsync(db => db.Products.OrderBy(product => product.Id).Select(product => product.Id).FirstAsync()));
        await ActAsync(app, async services =>
        {
            var db = services.GetRequiredService<FabriqueDbContext>();
            await db.OutgoingMails.Where(mail => mail.SubjectId == application.Id || mail.SubjectId == product.Id).ExecuteDeleteAsync(Token);
            db.OutgoingMails.AddRange(Enumerable.Range(0, IndexModel.PageSize + 3).Select(number => Mail(app, application, $"Du dossier {number:00}")));
            var sent = Mail(app, application, "Du dossier, parti");
            sent.MarkSent(app.Now);
            db.OutgoingMails.AddRange(sent, Mail(app, product, "Du produit"));
        });

        using var browser = await app.BrowseAsync("auditeur");
        var address = $"{AdministrationLinks.Mailbox}?dossier={application.ToCorrelationId()}";
        await browser.GoAsync(address);
        Assert.Contains($"Messages à propos de {reference}", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
        Assert.Equal($"Tous ({IndexModel.PageSize + 4})", browser.Page.QuerySelector("a[aria-current=page].fr-tag")!.TextContent);
        Assert.Equal(IndexModel.PageSize, Subjects(browser).Count);
        Assert.All(Subjects(browser), subject => Assert.StartsWith("Du dossier", subject, StringComparison.Ordinal));
        await browser.GoAsync(browser.Page.QuerySelector("a.fr-pagination__link--next")!.GetAttribute("href")!);
        Assert.Equal(4, Subjects(browser).Count);
        await browser.GoAsync($"{address}&etat=envoyes");
        Assert.Equal(["Du dossier, parti"], Subjects(browser));

        await browser.GoAsync($"{AdministrationLinks.Mailbox}?dossier={product.ToCorrelationId()}");
        Assert.Equal(["Du produit"], Subjects(browser));
        await browser.FollowAsync("Voir ceux de tous les dossiers");
        Assert.Contains("Du dossier 22", Subjects(browser));
        Assert.Contains("Du produit", Subjects(browser));
    }

    [Theory]
    [EngineData]
    public async Task The_page_of_a_mail_says_why_it_left_or_did_not(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (application, _) = await ApplicationAsync(app);
        var person = (await OwnCaseTests.PersonAsync(app, "directrice")).Id;
        using var browser = await app.BrowseAsync("auditeur");
        var reasons = new HashSet<MailReason>();
        var sentences = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (channel, why, isDropped, expected) in new[]
        {
            (MailChannel.Mail, MailReason.Direct, false, "un envoi à une seule adresse"),
            (MailChannel.Mail, MailReason.Notice, false, "il notifie une décision, et rien ne peut le retenir"),
            (MailChannel.Mail, MailReason.CannotWait, false, "il ne pouvait pas attendre le résumé"),
            (MailChannel.Digest, MailReason.Usual, false, "Dans le résumé quotidien, comme tout ce qui peut attendre"),
            (MailChannel.Digest, MailReason.Usual, true, "il n’a pas été dit"),
            (MailChannel.Mail, MailReason.Chosen, false, "a choisi un courriel à chaque fois"),
            (MailChannel.Space, MailReason.Chosen, false, "a choisi de lire cette famille de messages dans son espace"),
            (MailChannel.Space, MailReason.DigestStopped, false, "la personne ne reçoit pas de résumé"),
            (MailChannel.Mail, MailReason.Digest, false, "C’est un résumé quotidien"),
        })
        {
            var mail = Mail(app, application, "Un message");
            mail.Take(person, taskId: null, MessageFamily.News, new MailRoute(channel, why), app.Now.AddHours(1));
            if (isDropped)
            {
                mail.Drop();
            }

            await ActAsync(app, services => Task.FromResult(services.GetRequiredService<FabriqueDbContext>().Add(mail)));
            await browser.GoAsync($"{AdministrationLinks.Mailbox}/{mail.Id}");
            var told = FormBrowser.Fold(browser.Page.QuerySelectorAll("dt").Single(term => term.TextContent.Trim() == "Pourquoi ainsi").NextElementSibling!.TextContent);
            Assert.Contains(expected, told, StringComparison.Ordinal);
            Assert.True(sentences.Add(told), told);
            reasons.Add(why);
        }

        Assert.Equal(Enum.GetValues<MailReason>().Order(), reasons.Order());
    }

    private static List<string> Subjects(FormBrowser browser) => [.. browser.Page.QuerySelectorAll("main tbody td:first-child a").Select(link => link.TextContent)];

    private static OutgoingMail Mail(FabriqueApp app, Subject about, string subject) =>
        OutgoingMail.Write(Guid.CreateVersion7(), "kenza.fauvette@fabrique.example", "Kenza Fauvette", "candidature/accuse-de-reception", subject, "Texte", "<p>Texte</p>", about, app.Now);

    private static async Task<(Subject Application, string Reference)> ApplicationAsync(FabriqueApp app)
    {
        var found = await app.ReadAsync(db => db.Applications.Where(application => application.Title.StartsWith("Passerelle")).Select(application => new { application.Id, application.Reference }).SingleAsync());
        return (new Subject(ApplicationSubject.SubjectCode, found.Id), found.Reference);
    }

    private static async Task ActAsync(FabriqueApp app, Func<IServiceProvider, Task> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await act(scope.ServiceProvider);
        await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync(Token);
    }

    private static async Task SendAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsEngine>().RunAsync(scope.ServiceProvider.GetRequiredService<OutboxSource>(), Token);
    }

    /// <summary>Refuses one address for good.</summary>
    private sealed class Post : IMailTransport
    {
        public string? Refused { get; set; }

        public ConcurrentQueue<(Guid Id, string To)> Sent { get; } = new();

        public Task<Delivery> DeliverAsync(OutgoingMail mail, CancellationToken cancellationToken)
        {
            Sent.Enqueue((mail.Id, mail.ToAddress));
            return Task.FromResult(mail.ToAddress == Refused ? new Delivery(DeliveryResult.Refused, "550 5.1.1 inconnu", IsFinal: true) : Delivery.Accepted);
        }
    }
}
