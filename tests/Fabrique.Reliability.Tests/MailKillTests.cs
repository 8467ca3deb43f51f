using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Reliability.Tests.Faults;
using Fabrique.Testing;
using Fabrique.Testing.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Fabrique.Reliability.Tests;

/// <summary>The product dies between the server's reception of a mail and its answer: whether it arrived cannot be known, so it leaves again under the same Message-Id.</summary>
public class MailKillTests(ScreenedApplication application)
{
    [Theory]
    [EngineData]
    public async Task Killed_while_sending_a_mail_no_mail_is_lost_and_only_that_one_leaves_again_under_its_message_id(Engine engine)
    {
        await using var smtp = await SmtpServer.StartAsync(holds: 1);
        await using var database = await application.CopyAsync(engine);
        var earlier = (await MailsAsync(database)).ConvertAll(mail => mail.Id);
        await using var fabrique = await FaultyFabrique.StartAsync(
            database,
            new("Mail:Mode", "Smtp"),
            new("Mail:PublicUrl", "https://fabrique.example/"),
            new("Mail:Smtp:Host", "localhost"),
            new("Mail:Smtp:Port", $"{smtp.Port}"),
            new("Mail:Smtp:User", SmtpServer.User),
            new("Mail:Smtp:Password", SmtpServer.Password),
            new("Mail:Smtp:CaFile", smtp.CaFile));
        await fabrique.Browser.SendAsync(await ScreenedApplication.FillDecisionAsync(fabrique.Browser));
        var received = new List<string> { MessageId(await smtp.NextAsync()) };
        await fabrique.KillAsync();

        await fabrique.RestartAsync();
        await fabrique.SettleAsync();
        // What waits for a digest does not leave by itself.
        var mails = (await MailsAsync(database)).FindAll(mail => !earlier.Contains(mail.Id) && mail.Status is (MailStatus.Pending or MailStatus.Sent or MailStatus.Failed));
        for (var count = 0; count < mails.Count; count++)
        {
            received.Add(MessageId(await smtp.NextAsync()));
        }

        Assert.False(smtp.HasMore);
        Assert.All(mails, mail => Assert.Equal(MailStatus.Sent, mail.Status));
        Assert.Equal(mails.Select(mail => $"{mail.Id:N}").Append(received[0]).Order(), received.Order());
        Assert.Empty(await Invariants.FindBreachesAsync(database));
        Assert.Equal(await application.DecidedPictureAsync(), await Picture.TakeAsync(database));
    }

    private static async Task<List<OutgoingMail>> MailsAsync(TestDatabase database)
    {
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().OutgoingMails.ToListAsync();
    }

    /// <summary>What stands before the @.</summary>
    private static string MessageId(ReceivedMail mail)
    {
        using var raw = new MemoryStream(mail.Raw);
        using var message = MimeMessage.Load(raw);
        return message.MessageId!.Split('@')[0];
    }
}
