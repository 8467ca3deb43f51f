using System.Net;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Fabrique.Web.Tests.Features.MyMessages;

/// <summary>At most one digest a person a day, and what people choose of it. The demonstration's day is Monday 12 January 2026, at 10:00 in Paris.</summary>
public sealed class DigestTests
{
    private static readonly DateTime Tuesday = new(2026, 1, 13, 8, 30, 0, DateTimeKind.Utc);

    [Theory]
    [EngineData]
    public async Task What_can_wait_leaves_in_one_mail_without_what_was_done_or_said_again_meanwhile(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (person, first, second, done) = await AskAsync(app);
        await WriteAsync(app, "commun/relance-tache", first);
        await WriteAsync(app, "commun/relance-tache", first);
        await app.ReadAsync(async db =>
        {
            (await db.WorkItems.SingleAsync(item => item.Id == done)).Cancel(app.Now);
            return await db.SaveChangesAsync();
        });
        Assert.All(await MailsAsync(app, person), mail => Assert.Equal((MailStatus.ForDigest, Tuesday), (mail.Status, mail.DueAt)));

        await RunAsync(app);
        Assert.DoesNotContain(await MailsAsync(app, person), mail => mail.Template == DailyDigest.Message);
        await app.JumpAsync(Tuesday);
        await RunAsync(app);
        await RunAsync(app);

        var mails = await MailsAsync(app, person);
        var digest = Assert.Single(mails, mail => mail.Template == DailyDigest.Message);
        Assert.Equal("Votre résumé du mardi 13 janvier 2026\u00a0: 1 demande, 1 rappel", digest.Subject);
        Assert.Equal((MailStatus.Pending, MailReason.Digest), (digest.Status, digest.Why));
        Assert.Equal(1, Count(digest.TextBody, TaskLinks.Open(first)));
        Assert.Equal(1, Count(digest.TextBody, TaskLinks.Open(second)));
        Assert.Equal(0, Count(digest.TextBody, TaskLinks.Open(done)));
        Assert.Contains("<h2>Rappels</h2>", digest.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Préparer &lt;le&gt; *premier*", digest.HtmlBody, StringComparison.Ordinal);
        Assert.Equal([MailStatus.Dropped], mails.Where(mail => mail.TaskId == done).Select(mail => mail.Status));
        Assert.All(mails.Where(mail => mail.TaskId == first || mail.TaskId == second), mail => Assert.Equal((MailStatus.Digested, digest.Id), (mail.Status, mail.DigestId)));
    }

    [Fact]
    public async Task After_a_stop_across_a_week_end_one_digest_tells_all_of_it()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (person, first, second, _) = await AskAsync(app);
        await app.JumpAsync(new DateTime(2026, 1, 16, 15, 0, 0, DateTimeKind.Utc));
        await WriteAsync(app, "commun/relance-tache", second);
        await app.JumpAsync(new DateTime(2026, 1, 19, 8, 45, 0, DateTimeKind.Utc));
        await RunAsync(app);

        var digest = Assert.Single(await MailsAsync(app, person), mail => mail.Template == DailyDigest.Message);
        Assert.Contains(TaskLinks.Open(first), digest.TextBody, StringComparison.Ordinal);
        Assert.Contains(TaskLinks.Open(second), digest.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_wait_leaves_at_once_and_a_decision_whatever_was_chosen()
    {
        await using var app = await FabriqueApp.StartAsync();
        var person = await PersonAsync(app);
        await ChooseAsync(app, person, hasDigest: true, MailChoice.Digest);
        var tomorrow = await TaskAsync(app, person, "Répondre demain", Deadline.EndOf(new DateOnly(2026, 1, 13)));
        await WriteAsync(app, "commun/tache-a-faire", tomorrow);
        Assert.Equal((MailStatus.Pending, MailReason.CannotWait), Assert.Single((await MailsAsync(app, person)).Select(mail => (mail.Status, mail.Why))));

        await ChooseAsync(app, person, hasDigest: false, MailChoice.Space);
        await WriteAsync(app, "commun/tache-a-faire", tomorrow);
        await NotifyAsync(app, person, "candidature/lettre-retenue");
        Assert.Equal([(MailStatus.InSpace, MailReason.Chosen), (MailStatus.Pending, MailReason.Notice)], (await MailsAsync(app, person)).Skip(1).Select(mail => (mail.Status, mail.Why)));
    }

    [Fact]
    public async Task Mail_readers_offer_to_stop_it_in_one_click_which_only_a_post_does()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (person, _, _, _) = await AskAsync(app);
        await app.JumpAsync(Tuesday);
        await RunAsync(app);
        var digest = Assert.Single(await MailsAsync(app, person), mail => mail.Template == DailyDigest.Message);
        using var message = new MimeComposer(MailSamples.Options).Compose(digest)!;
        Assert.Equal("List-Unsubscribe=One-Click", message.Headers[HeaderId.ListUnsubscribePost]);
        var address = new Uri(message.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>'));

        using var client = new HttpClient { BaseAddress = app.Address };
        using var looked = await client.GetAsync(address.PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        Assert.True(await HasDigestAsync(app, person));

        using var oneClick = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var stopped = await client.PostAsync(address.PathAndQuery, oneClick);
            Assert.Contains("Vous ne recevrez plus de résumé", await stopped.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.False(await HasDigestAsync(app, person));
        using var forged = await client.PostAsync(address.PathAndQuery[..^4] + "AAAA", oneClick);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var letter = new MimeComposer(MailSamples.Options).Compose(MailSamples.Mail())!;
        Assert.DoesNotContain(HeaderId.ListUnsubscribe, letter.Headers.Select(header => header.Id));
    }

    [Theory]
    [EngineData]
    public async Task People_choose_the_hour_and_what_waits_follows(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var person = await app.ReadAsync(db => db.StaffMembers.SingleAsync(person => person.FullName == "Perrine Bouleau"));
        var task = await TaskAsync(app, person, "Relire la charte", Deadline.EndOf(new DateOnly(2026, 3, 2)));
        await WriteAsync(app, "commun/tache-a-faire", task);
        using var browser = await app.BrowseAsync("directrice");
        await browser.GoAsync(MailLinks.Preferences);
        Assert.Contains("Prochain résumé : le 13 janvier 2026 à 9 h 30", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Enregistrer", ("Digest", "17"));
        Assert.Contains("Vos préférences sont enregistrées.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Prochain résumé : le 12 janvier 2026 à 17 h 30", browser.Text, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2026, 1, 12, 16, 30, 0, DateTimeKind.Utc), await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.TaskId == task).Select(mail => mail.DueAt).SingleAsync()));

        await browser.PressAsync("Enregistrer", ("Digest", "aucun"));
        Assert.Equal(MailStatus.InSpace, await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.TaskId == task).Select(mail => mail.Status).SingleAsync()));
        await browser.PressAsync("Enregistrer", ("Digest", "3"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Choisissez dans la liste.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_reads_what_was_addressed_to_them_and_nothing_of_others()
    {
        await using var app = await FabriqueApp.StartAsync();
        var person = await app.ReadAsync(db => db.StaffMembers.SingleAsync(person => person.FullName == "Perrine Bouleau"));
        var task = await TaskAsync(app, person, "Relire la charte", Deadline.EndOf(new DateOnly(2026, 3, 2)));
        await WriteAsync(app, "commun/tache-a-faire", task);
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.TaskId == task));

        using var browser = await app.BrowseAsync("directrice");
        await browser.GoAsync($"{MailLinks.All}?recherche=CHARTE");
        Assert.Contains("1 message", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(MailLinks.Mine(mail.Id));
        Assert.Contains("sera dans votre prochain résumé", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Une tâche vous est confiée", browser.Text, StringComparison.Ordinal);
        using var other = await app.BrowseAsync("coach");
        await other.GoAsync(MailLinks.Mine(mail.Id));
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
    }

    private static async Task<(StaffMember Person, Guid First, Guid Second, Guid Done)> AskAsync(FabriqueApp app)
    {
        var person = await PersonAsync(app);
        var due = Deadline.EndOf(new DateOnly(2026, 2, 27));
        Guid[] tasks = [await TaskAsync(app, person, "Préparer <le> *premier*", due), await TaskAsync(app, person, "Préparer le second", due), await TaskAsync(app, person, "Préparer ce qui sera fait", due)];
        foreach (var task in tasks)
        {
            await WriteAsync(app, "commun/tache-a-faire", task);
        }

        return (person, tasks[0], tasks[1], tasks[2]);
    }

    private static async Task<StaffMember> PersonAsync(FabriqueApp app)
    {
        var id = Guid.CreateVersion7();
        var person = StaffMember.Register(id, id.ToString("D"), "Prune Résumé", $"{id:N}@fabrique.example", "DREAL", [AppRoles.Agent], app.Now);
        await SaveAsync(app, person);
        return person;
    }

    private static async Task<Guid> TaskAsync(FabriqueApp app, StaffMember person, string title, DateTime due)
    {
        var subject = await app.ReadAsync(db => db.Products.Select(product => product.Id).FirstAsync());
        var item = WorkItem.Open(Guid.CreateVersion7(), "Task", new Subject("Product", subject), title, Assignee.Person(person.Id), "aucune", app.Now, due, ReminderPolicy.None);
        await SaveAsync(app, item);
        return item.Id;
    }

    private static async Task ChooseAsync(FabriqueApp app, StaffMember person, bool hasDigest, MailChoice choice) => await app.ReadAsync(async db =>
    {
        var preferences = await db.MailPreferences.SingleOrDefaultAsync(known => known.Id == person.Id);
        if (preferences is null)
        {
            db.Add(preferences = MailPreferences.Usual(person.Id));
        }

        preferences.Choose(hasDigest, 9, choice, choice, choice);
        return await db.SaveChangesAsync();
    });

    private static Task WriteAsync(FabriqueApp app, string message, Guid task) => InScopeAsync(app, async services =>
    {
        var item = await services.GetRequiredService<FabriqueDbContext>().WorkItems.SingleAsync(item => item.Id == task);
        await services.GetRequiredService<SubjectMessages>().WriteToHoldersAsync(message, item, procedure: null, TestContext.Current.CancellationToken);
    });

    private static Task NotifyAsync(FabriqueApp app, StaffMember person, string message) => InScopeAsync(app, async services =>
        await services.GetRequiredService<Outbox>().WriteAsync(MailSamples.Catalog[message], [person], MailSamples.Data, new Subject("Application", Guid.CreateVersion7()), task: null, TestContext.Current.CancellationToken));

    private static async Task InScopeAsync(FabriqueApp app, Func<IServiceProvider, Task> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await act(scope.ServiceProvider);
        await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
    }

    private static Task<int> SaveAsync(FabriqueApp app, object row) => app.ReadAsync(async db =>
    {
        db.Add(row);
        return await db.SaveChangesAsync();
    });

    private static async Task RunAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var source = scope.ServiceProvider.GetRequiredService<DailyDigest>();
        await scope.ServiceProvider.GetRequiredService<DueItemsEngine>().RunAsync(source, TestContext.Current.CancellationToken);
    }

    private static Task<List<OutgoingMail>> MailsAsync(FabriqueApp app, StaffMember person) =>
        app.ReadAsync(db => db.OutgoingMails.AsNoTracking().Where(mail => mail.RecipientId == person.Id).OrderBy(mail => mail.CreatedAt).ThenBy(mail => mail.Id).ToListAsync());

    private static async Task<bool> HasDigestAsync(FabriqueApp app, StaffMember person) =>
        await app.ReadAsync(db => db.MailPreferences.Where(preferences => preferences.Id == person.Id).Select(preferences => (bool?)preferences.HasDigest).SingleOrDefaultAsync()) ?? true;

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
