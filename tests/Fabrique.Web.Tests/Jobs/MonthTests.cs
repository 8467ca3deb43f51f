using System.Globalization;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Jobs;

public sealed class MonthTests
{
    /// <summary>What a month of the demonstration sends, and why, asked of the messages and of the tasks rather than of the reason that the product writes.</summary>
    [Fact]
    public async Task In_a_month_each_receives_one_digest_a_day_at_most_and_at_once_only_what_cannot_wait()
    {
        await using var app = await FabriqueApp.StartAsync();
        var start = app.Now;
        await app.TravelAsync(start.AddDays(31));

        var sent = await app.ReadAsync(db => db.OutgoingMails.AsNoTracking().Where(mail => mail.CreatedAt > start && mail.SentAt != null).OrderBy(mail => mail.SentAt).ToListAsync());
        var dueAt = await app.ReadAsync(db => db.WorkItems.ToDictionaryAsync(item => item.Id, item => item.DueAt));
        var messages = app.Services.GetRequiredService<MessageCatalog>();
        Assert.NotEmpty(sent);
        Assert.Contains(sent, mail => mail.Template == DailyDigest.Message);
        Assert.DoesNotContain(await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.CreatedAt > start).ToListAsync()), mail => mail.Status is MailStatus.Pending or MailStatus.Failed);
        Assert.All(
            sent.Where(mail => mail.Template == DailyDigest.Message).GroupBy(mail => (mail.ToAddress, ParisTime.DayOf(mail.SentAt!.Value))),
            day => Assert.Single(day));
        Assert.All(sent.Where(mail => mail.Template != DailyDigest.Message), mail =>
        {
            var nature = messages[mail.Template].Nature;
            var isTooSoon = nature.Family is MessageFamily.Request && mail.TaskId is { } task && ParisTime.DayOf(dueAt[task]) <= ParisTime.DayOf(NextDigest(mail.CreatedAt));
            Assert.True(nature.IsNotice || nature.IsUrgent || isTooSoon, $"{mail.Template} to {mail.ToName} could wait.");
        });

        var table = sent.GroupBy(mail => mail.ToName).OrderBy(person => person.Key, StringComparer.Ordinal).Select(person =>
        {
            var (digests, atOnce) = (person.Count(mail => mail.Template == DailyDigest.Message), person.Where(mail => mail.Template != DailyDigest.Message).ToList());
            var most = person.GroupBy(mail => ParisTime.DayOf(mail.SentAt!.Value)).Max(day => day.Count());
            return string.Create(CultureInfo.InvariantCulture, $"{person.Key,-20} {digests,8} {atOnce.Count,9} {most,12}   {string.Join(", ", atOnce.Select(mail => $"{mail.Template} {mail.SentAt:dd/MM}"))}");
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{"person",-20} {"digests",8} {"at once",9} {"most in a day",12}\n{string.Join('\n', table)}");
    }

    // Nobody chose anything: half past nine in Paris, on a worked day. January and February have no other holiday than the first.
    private static DateTime NextDigest(DateTime after)
    {
        var digest = after.Date.AddHours(8.5);
        while (digest <= after || digest.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            digest = digest.AddDays(1);
        }

        return digest;
    }
}
