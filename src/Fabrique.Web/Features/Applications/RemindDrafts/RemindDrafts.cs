using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.RemindDrafts;

/// <summary>
/// Has each agent written to who has an application to the call that is still a draft (<see cref="DraftReminders"/>): once, however many they have, about the newest.
/// Once the call has closed, nobody is.
/// </summary>
[About(CallSubject.SubjectCode)]
[Activity("Fabrique.RemindDrafts", DisplayName = "Rappeler les brouillons", Category = Categories.Messages, Description = "Écrit une fois à chaque agent qui a une candidature non déposée, même s’il en a plusieurs.")]
[Input("Message", typeof(string), DisplayName = "Message", IsRequired = true, DefaultValue = "appel/rappel-brouillon", UIHint = "dropdown", Description = "Le modèle de message.")]
public sealed class RemindDrafts : Activity
{
    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var callId = context.SubjectId(CallSubject.SubjectCode);
        var db = context.Db();
        var call = await db.Calls.SingleAsync(call => call.Id == callId, context.CancellationToken);
        if (context.UtcNow() < call.ClosesAt)
        {
            var drafts = await db.Applications
                .Where(application => application.CallId == callId && application.Status == ApplicationStatus.Draft)
                .OrderByDescending(application => application.CreatedAt)
                .ThenByDescending(application => application.Id)
                .Select(application => new { application.Id, application.ApplicantId })
                .ToListAsync(context.CancellationToken);
            var message = context.GetInput<string>("Message")!;
            db.DueRequests.AddRange(drafts.DistinctBy(draft => draft.ApplicantId).Select(draft => DraftReminders.Ask(draft.Id, message, context.Clock.GetUtcNow())));
        }

        context.Complete();
    }
}
