using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications.RemindDrafts;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
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

    [Theory]
    [EngineData]
    public async Task Somebody_with_six_drafts_is_written_to_once_and_not_once_they_submitted(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var drafts = new List<Guid>();
        for (var number = 0; number < 6; number++)
        {
            drafts.Add(await DraftAsync(app));
        }

        await RemindAsync(app);
        await RunAsync(app);

        var newest = await app.ReadAsync(db => db.Applications.Where(application => drafts.Contains(application.Id)).OrderByDescending(application => application.CreatedAt).ThenByDescending(application => application.Id).Select(application => application.Id).FirstAsync());
        Assert.Equal([newest], await WrittenAsync(app, [.. drafts]));
        var mail = await app.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Template == Message && mail.SubjectId == newest));
        Assert.Contains("Vous avez aussi 5 autres brouillons pour cet appel", mail.TextBody, StringComparison.Ordinal);

        // It has not left when the draft is submitted: it does not leave any more.
        await SubmitAsync(app, newest);
        mail = await app.ReadAsync(db => db.OutgoingMails.AsNoTracking().SingleAsync(written => written.Id == mail.Id));
        Assert.Equal((MailStatus.Failed, false), (mail.Status, mail.IsIncident));

        // What is asked for a draft that is submitted meanwhile is written about another one.
        await AskAsync(app, (newest, Message));
        await RunAsync(app);
        Assert.Equal(2, (await WrittenAsync(app, [.. drafts])).Distinct().Count());
    }

    private static async Task RemindAsync(FabriqueApp app)
    {
        var call = await app.ReadAsync(db => db.Calls.Where(call => call.Status == CallStatus.Open).Select(call => call.Id).SingleAsync());
        await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(Drawing.Document("rappel", [Drawing.Node("r", "Fabrique.RemindDrafts", ("message", Drawing.Literal(Message)))]));
        var started = await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("rappel") { CorrelationId = new Subject(CallSubject.SubjectCode, call).ToCorrelationId() });
        Assert.Equal(0, started.IncidentCount);
    }

    private static async Task SubmitAsync(FabriqueApp app, Guid id)
    {
        Assert.True((await app.SubmitDraftAsync("agent", id)).IsDone);
    }

    private static async Task<Guid> DraftAsync(FabriqueApp app, bool submit = false)
    {
        var id = (await app.DraftAsync("agent")).Application.Id;
        if (submit)
        {
            await SubmitAsync(app, id);
        }

        return id;
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
