using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.Time;

/// <summary>The clock of the product jumps back: what was said is not said again, what was to be said is.</summary>
public sealed class ClockSetBackTests
{
    private static readonly DateTime Tuesday = new(2026, 1, 13, 8, 30, 0, DateTimeKind.Utc);

    [Theory]
    [EngineData]
    public async Task Nobody_receives_a_second_digest_the_same_day_and_the_next_one_tells_what_waited(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var first = await AskAsync(app, "Premier");
        await app.JumpAsync(Tuesday);
        await RunAsync<DailyDigest>(app);
        Assert.Equal([first], await ToldAsync(app));

        app.Clock.BeginInThePast(Tuesday.AddHours(-2));
        var second = await AskAsync(app, "Second");
        await RunAsync<DailyDigest>(app);
        await app.JumpAsync(Tuesday);
        await RunAsync<DailyDigest>(app);
        await RunAsync<DailyDigest>(app);
        Assert.Equal([first], await ToldAsync(app));
        var waiting = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.TaskId == second));
        Assert.Equal((MailStatus.ForDigest, Tuesday.AddDays(1)), (waiting.Status, waiting.DueAt));

        await app.JumpAsync(Tuesday.AddDays(1));
        await RunAsync<DailyDigest>(app);
        Assert.Equal([first, second], await ToldAsync(app));
    }

    [Theory]
    [EngineData]
    public async Task What_was_written_for_a_digest_a_year_ahead_is_told_by_the_next_one(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.JumpAsync(Tuesday.AddDays(365));
        var asked = await AskAsync(app, "Trop tôt");
        app.Clock.BeginInThePast(Tuesday);
        await RunAsync<DailyDigest>(app);
        Assert.Equal([asked], await ToldAsync(app));
    }

    /// <summary>One a day, whatever hour they choose once it has left.</summary>
    [Fact]
    public async Task A_later_hour_that_is_chosen_once_the_digest_has_left_is_that_of_the_next_day()
    {
        await using var app = await FabriqueApp.StartAsync();
        await AskAsync(app, "Premier");
        await app.JumpAsync(Tuesday);
        await RunAsync<DailyDigest>(app);
        await AskAsync(app, "Second");
        using var browser = await app.BrowseAsync("directrice");
        await browser.GoAsync(MailLinks.Preferences);
        await browser.PressAsync("Enregistrer", ("Digest", "17"));
        Assert.Contains("Prochain résumé : le 14 janvier 2026 à 17 h 30", browser.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        await app.JumpAsync(new DateTime(2026, 1, 13, 16, 45, 0, DateTimeKind.Utc));
        await RunAsync<DailyDigest>(app);
        Assert.Single(await ToldAsync(app));
    }

    [Theory]
    [EngineData]
    public async Task A_reminder_that_was_sent_is_not_sent_again_and_the_next_one_is_when_its_day_comes(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        Assert.Null(ReminderText.Read("J-7, J-2", out var policy));
        var task = await AskAsync(app, "Rappelée", policy);
        var days = (await app.ReadAsync(db => db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.Id == task))).Reminders.Select(reminder => reminder.DueAt).ToList();
        Assert.Equal(2, days.Count);
        await app.JumpAsync(days[0].AddMinutes(1));
        await RunAsync<TaskReminders>(app);
        app.Clock.BeginInThePast(days[0].AddDays(-3));
        foreach (var day in new[] { days[0].AddDays(-3), days[0].AddMinutes(1), days[1].AddMinutes(-1) })
        {
            await app.JumpAsync(day);
            await RunAsync<TaskReminders>(app);
            Assert.Equal(1, await RemindedAsync(app, task));
        }

        await app.JumpAsync(days[1].AddMinutes(1));
        await RunAsync<TaskReminders>(app);
        await RunAsync<TaskReminders>(app);
        Assert.Equal(2, await RemindedAsync(app, task));
    }

    /// <summary>Asks something of Perrine Bouleau that can wait for her digest.</summary>
    private static async Task<Guid> AskAsync(FabriqueApp app, string title, ReminderPolicy? policy = null)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var person = await db.StaffMembers.SingleAsync(person => person.FullName == "Perrine Bouleau");
        var product = await db.Products.OrderBy(product => product.Id).FirstAsync();
        var item = WorkItem.Open(Guid.CreateVersion7(), DrawnTask.Code, new Subject("Product", product.Id), title, Assignee.Person(person.Id), "aucune", app.Now, app.Now.AddDays(40), policy ?? ReminderPolicy.None);
        db.Add(item);
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<SubjectMessages>().WriteToHoldersAsync("commun/tache-a-faire", item, procedure: null, TestContext.Current.CancellationToken);
        await db.SaveChangesAsync();
        return item.Id;
    }

    /// <returns>The tasks of this class that digests told, in the order of the digests.</returns>
    private static async Task<List<Guid>> ToldAsync(FabriqueApp app)
    {
        var digests = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == DailyDigest.Message && mail.ToName == "Perrine Bouleau" && mail.CreatedAt >= FabriqueApp.Start.UtcDateTime).OrderBy(mail => mail.CreatedAt).Select(mail => mail.Id).ToListAsync());
        var told = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.DigestId != null && db.WorkItems.Any(item => item.Id == mail.TaskId && item.WorkflowInstanceId == "aucune")).Select(mail => new { mail.TaskId, mail.DigestId }).ToListAsync());
        return [.. digests.Select(digest => told.Where(mail => mail.DigestId == digest).Select(mail => mail.TaskId!.Value).SingleOrDefault())];
    }

    private static Task<int> RemindedAsync(FabriqueApp app, Guid task) => app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.TaskId == task && mail.Template == "commun/relance-tache"));

    private static async Task RunAsync<TSource>(FabriqueApp app)
        where TSource : DueSource
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsEngine>().RunAsync(scope.ServiceProvider.GetRequiredService<TSource>(), TestContext.Current.CancellationToken);
    }
}
