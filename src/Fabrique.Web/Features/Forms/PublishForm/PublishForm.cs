using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Forms.PublishForm;

/// <summary>The team publishes the form of a call: whoever begins answers it, and every draft is carried to it.</summary>
public sealed record PublishForm(Guid CallId, int Version);

public sealed class PublishFormHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, CallForms forms, TimeProvider clock) : Handler<PublishForm, FormReport>(runner)
{
    protected override bool IsInTransaction => true;

    protected override async Task<Outcome<FormReport>> ActAsync(PublishForm input, CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleAsync(call => call.Id == input.CallId, cancellationToken);
        if (call.FormId is not { } formId)
        {
            return new Refusal("form-none", "Cet appel n’a pas de formulaire à lui : commencez par le faire.");
        }

        var design = await forms.DesignAsync(formId, cancellationToken);
        db.ExpectVersion(design, input.Version);
        if (design.MayBePublished(ApplicationForms.Requirements) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        var version = design.Publish(Guid.CreateVersion7(now), now.UtcDateTime, actor.Id, ApplicationForms.Requirements);
        var drafts = await forms.DraftsAsync(call.Id, cancellationToken);
        var effects = new List<RebaseEffect>(drafts.Count);
        foreach (var draft in drafts)
        {
            var effect = RebaseEffect.Of(draft, version.Form);
            effects.Add(effect);
            draft.Rebase(version);
            if (effect.IsFelt)
            {
                db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), new Subject(ApplicationSubject.SubjectCode, draft.Id), now.UtcDateTime, actor.Id, effect.Sentence));
            }
        }

        return new FormReport(effects, SubmittedCount: 0);
    }
}
