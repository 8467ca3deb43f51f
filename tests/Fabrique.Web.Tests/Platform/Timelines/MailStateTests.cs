using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Timelines;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Platform.Timelines;

/// <summary>Asked is not done: what became of a message is read with it.</summary>
public sealed class MailStateTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, null, null)]
    [InlineData(1, 0, 0, 0, "à envoyer", "info")]
    [InlineData(0, 1, 0, 0, "envoyé", "success")]
    [InlineData(0, 0, 1, 0, "refusé", "error")]
    [InlineData(0, 0, 0, 1, "non envoyé", "warning")]
    [InlineData(3, 0, 0, 0, "à envoyer à 3 personnes", "info")]
    [InlineData(0, 3, 0, 0, "envoyé à 3 personnes", "success")]
    [InlineData(0, 0, 2, 0, "refusé à 2 personnes", "error")]
    [InlineData(0, 0, 0, 2, "non envoyé à 2 personnes", "warning")]
    [InlineData(1, 2, 0, 0, "1 à envoyer, 2 envoyés", "info")]
    [InlineData(1, 2, 1, 1, "1 refusé, 1 à envoyer, 2 envoyés, 1 non envoyé", "error")]
    [InlineData(0, 2, 0, 2, "2 envoyés, 2 non envoyés", "success")]
    [InlineData(0, 0, 0, 0, "dans le prochain résumé", "info", 1)]
    [InlineData(0, 0, 0, 0, "dans le prochain résumé, pour 2 personnes", "info", 2)]
    [InlineData(0, 0, 0, 0, "dans l’espace de la personne", "success", 0, 1)]
    [InlineData(0, 0, 0, 0, "dans l’espace de chacune, pour 2 personnes", "success", 0, 2)]
    [InlineData(0, 1, 0, 0, "2 dans le prochain résumé, 1 envoyé, 1 dans l’espace de la personne", "info", 2, 1)]
    [InlineData(0, 0, 0, 0, "sans objet au moment du résumé", null, 0, 0, 1)]
    [InlineData(0, 0, 0, 0, "sans objet au moment du résumé, pour 2 personnes", null, 0, 0, 2)]
    public void It_is_told_in_a_few_words(int waiting, int sent, int refused, int givenUp, string? text, string? kind, int forDigest = 0, int inSpace = 0, int moot = 0)
    {
        var state = MailState.Of([
            .. Enumerable.Repeat(MailFate.Waiting, waiting),
            .. Enumerable.Repeat(MailFate.Sent, sent),
            .. Enumerable.Repeat(MailFate.Refused, refused),
            .. Enumerable.Repeat(MailFate.GivenUp, givenUp),
            .. Enumerable.Repeat(MailFate.ForDigest, forDigest),
            .. Enumerable.Repeat(MailFate.InSpace, inSpace),
            .. Enumerable.Repeat(MailFate.Moot, moot),
        ]);

        Assert.Equal((text, kind), (state?.Text, state?.Kind));
    }

    [Theory]
    [EngineData]
    public async Task The_applicant_reads_what_became_of_each_message_as_it_becomes_true(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var applicant = await app.BrowseAsync("agent");
        await applicant.GoAsync("/mon-espace");
        var path = applicant.Page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")).OfType<string>().First(href => href.StartsWith("/candidatures/C-", StringComparison.Ordinal));
        var id = await app.ReadAsync(db => db.Applications.Where(application => path.EndsWith(application.Reference)).Select(application => application.Id).SingleAsync());
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<SubjectMessages>().WriteAsync("candidature/accuse-de-reception", new Subject(ApplicationSubject.SubjectCode, id), "Applicant", procedure: null, step: null, TestContext.Current.CancellationToken);
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        }

        Assert.Equal("à envoyer", await StateAsync());
        await ChangeAsync(mail => mail.RecordFailure("550 inconnu", permanent: true, app.Now));
        Assert.Equal("refusé", await StateAsync());
        await ChangeAsync(mail => mail.Retry(app.Now));
        Assert.Equal("à envoyer", await StateAsync());
        await ChangeAsync(mail => mail.MarkSent(app.Now));
        Assert.Equal("envoyé", await StateAsync());

        async Task<string> StateAsync()
        {
            await applicant.GoAsync(path);
            var line = applicant.Page.QuerySelectorAll(".fab-timeline__item--past .fab-timeline__what").Last(what => what.TextContent.Contains("Nous avons bien reçu", StringComparison.Ordinal));
            Assert.StartsWith("Message «", FormBrowser.Fold(line.TextContent), StringComparison.Ordinal);
            return line.QuerySelector(".fr-badge")!.TextContent.Trim();
        }

        Task<int> ChangeAsync(Action<OutgoingMail> change) => app.ReadAsync(async db =>
        {
            change(await db.OutgoingMails.OrderByDescending(mail => mail.CreatedAt).ThenByDescending(mail => mail.Id).FirstAsync(mail => mail.SubjectId == id && mail.TimelineEntryId != null));
            return await db.SaveChangesAsync();
        });
    }
}
