using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.RemindDrafts;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Applications;

/// <summary>The recall of drafts, asked for in a step and written one by one.</summary>
public sealed class DraftRemindersTests
{
    private const string Message = "appel/rappel-brouillon";

    [Theory]
    [EngineData]
    public async Task One_draft_that_cannot_be_recalled_keeps_no_other_from_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var drafts = new[] { await DraftAsync(app), await DraftAsync(app), await DraftAsync(app) };
        await AskAsync(app, (drafts[0], Message), (drafts[1], "appel/inconnu"), (drafts[2], Message));

        await RunAsync(app);
        await RunAsync(app);

        Assert.Equal([drafts[0], drafts[2]], await WrittenAsync(app, drafts));
        var attempt = Assert.Single(await app.ReadAsync(db => db.DueAttempts.ToListAsync()));
        Assert.Equal(("draft-reminders", 1), (attempt.Source, attempt.Attempts));
        Assert.Equal(drafts[1], Assert.Single(await app.ReadAsync(db => db.DueRequests.ToListAsync())).SubjectId);
    }

    [Theory]
    [EngineData]
    public async Task Nobody_is_recalled_what_is_submitted_nor_once_the_call_has_closed(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var submitted = await DraftAsync(app, submit: true);
        await AskAsync(app, (submitted, Message));
        await RunAsync(app);

        var draft = await DraftAsync(app);
        await AskAsync(app, (draft, Message));
        var closing = await app.ReadAsync(db => db.Calls.Where(call => call.Status == CallStatus.Open).Select(call => call.ClosesAt).SingleAsync());
        await app.JumpAsync(closing);
        await RunAsync(app);

        Assert.Empty(await WrittenAsync(app, submitted, draft));
        Assert.Equal((0, 0), await app.ReadAsync(async db => (await db.DueRequests.CountAsync(), await db.DueAttempts.CountAsync())));
    }

    private static async Task<Guid> DraftAsync(FabriqueApp app, bool submit = false)
    {
        var input = new SaveApplication
        {
            ApplicationId = Guid.CreateVersion7(app.Clock.GetUtcNow()),
            CallId = await app.ReadAsync(db => db.Calls.Where(call => call.Status == CallStatus.Open).Select(call => call.Id).SingleAsync()),
            Answers = DemoApplications.Passerelle,
            Submit = submit,
        };
        var saved = await app.ActAsync("agent", services => services.GetRequiredService<SaveApplicationHandler>().HandleAsync(input, CancellationToken.None));
        Assert.Equal(submit ? ApplicationStatus.Submitted : ApplicationStatus.Draft, saved.Value!.Status);
        return input.ApplicationId;
    }

    private static Task<int> AskAsync(FabriqueApp app, params (Guid Draft, string Message)[] asked) => app.ReadAsync(db =>
    {
        db.DueRequests.AddRange(asked.Select(one => DraftReminders.Ask(one.Draft, one.Message, app.Clock.GetUtcNow())));
        return db.SaveChangesAsync();
    });

    private static async Task RunAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueItemsJob<DraftReminders>>().RunAsync(CancellationToken.None);
    }

    private static Task<List<Guid>> WrittenAsync(FabriqueApp app, params Guid[] about) =>
        app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == Message && about.Contains(mail.SubjectId)).OrderBy(mail => mail.CreatedAt).ThenBy(mail => mail.Id).Select(mail => mail.SubjectId).ToListAsync());
}
