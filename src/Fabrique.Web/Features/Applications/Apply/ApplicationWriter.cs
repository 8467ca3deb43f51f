using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>What a call asks now.</summary>
/// <param name="Version">Null when it asks what the product brings.</param>
public sealed record CallForm(FormVersion? Version)
{
    public Form Form { get; init; } = Version?.Form ?? ApplicationForms.Default;

    /// <summary>Answers to another version, as answers to this one.</summary>
    public FormAnswers Take(FormAnswers answers, Form? from) => answers.AreTo(Form) ? answers : Form.Rebase(answers, from ?? ApplicationForms.Of(answers));
}

/// <summary>Writes answers into an application, and keeps who wrote what.</summary>
public sealed class ApplicationWriter(FabriqueDbContext db, Actor actor, FormReader forms, TimeProvider clock)
{
    public Guid ActorId => actor.Id;

    public async Task<CallForm> FindFormAsync(CallForApplications call, CancellationToken cancellationToken) => new(await forms.FindInForceAsync(call.FormId, cancellationToken));

    /// <summary>A draft begins.</summary>
    public void Begin(Application application)
    {
        db.Applications.Add(application);
        db.ApplicationRevisions.Add(ApplicationRevision.Of(NewId(), application, application.Version, actor.Id, Now));
    }

    /// <summary>Replaces what an application says. The caller saves.</summary>
    public async Task WriteAsync(Application application, FormAnswers answers, Form from, CancellationToken cancellationToken)
    {
        var form = await FindFormAsync(await db.Calls.SingleAsync(call => call.Id == application.CallId, cancellationToken), cancellationToken);
        await WriteAsync(application, form, form.Take(answers, from), cancellationToken);
    }

    /// <summary>Replaces what an application says; what can no longer change stays as it was, as does what was answered to former questions. The caller saves.</summary>
    /// <param name="application">A draft that the signed-in person may write.</param>
    /// <param name="form">What its call asks.</param>
    /// <param name="answers">To that form.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    public async Task WriteAsync(Application application, CallForm form, FormAnswers answers, CancellationToken cancellationToken)
    {
        var kept = form.Take(application.Answers, application.Form);
        var written = form.Form.Freeze(answers, kept, ParisTime.DayOf(Now)).With([.. kept.Former, .. answers.Former.Except(kept.Former)]);
        if (application.Answers.Equals(written))
        {
            return;
        }

        var last = await db.ApplicationRevisions.Where(revision => revision.ApplicationId == application.Id).OrderByDescending(revision => revision.Number).FirstOrDefaultAsync(cancellationToken);
        if (last is null)
        {
            // Begun before versions were kept: what it said is the first.
            db.ApplicationRevisions.Add(ApplicationRevision.Of(NewId(), application, application.Version, application.ApplicantId, application.CreatedAt));
        }

        application.Edit(actor.Id, written, form.Version);

        // Saving counts one up.
        var number = application.Version + 1;
        if (last?.IsContinuedBy(actor.Id, Now) == true)
        {
            last.Continue(application, number, Now);
        }
        else
        {
            db.ApplicationRevisions.Add(ApplicationRevision.Of(NewId(), application, number, actor.Id, Now));
        }
    }

    /// <summary>Keeps what an application says now as one more revision. The caller changed it, and saves.</summary>
    public void Keep(Application application) => db.ApplicationRevisions.Add(ApplicationRevision.Of(NewId(), application, application.Version + 1, actor.Id, Now));

    /// <summary>What the signed-in person made of what they read, with what somebody else wrote meanwhile.</summary>
    /// <param name="application">As it is now.</param>
    /// <param name="form">What its call asks.</param>
    /// <param name="mine">To that form.</param>
    /// <param name="read">The version of the application that they read.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <exception cref="StaleVersionException">What they read is no longer known.</exception>
    public async Task<FormMerge> MergeAsync(Application application, CallForm form, FormAnswers mine, int read, CancellationToken cancellationToken)
    {
        var before = await db.ApplicationRevisions.AsNoTracking()
            .Where(revision => revision.ApplicationId == application.Id && revision.Number <= read)
            .OrderByDescending(revision => revision.Number)
            .FirstOrDefaultAsync(cancellationToken);
        return before is null
            ? throw new StaleVersionException(db.Entry(application))
            : FormMerge.Of(form.Form, form.Take(before.Answers, before.Form), mine, form.Take(application.Answers, application.Form));
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
}
