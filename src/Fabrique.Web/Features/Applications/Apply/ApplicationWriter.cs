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
public sealed record AskedForm(FormVersion? Version)
{
    public Form Form { get; init; } = Version?.Form ?? ApplicationForms.Default;

    /// <summary>Answers to another version, as answers to this one.</summary>
    public FormAnswers Take(FormAnswers answers, Form? from) => answers.AreTo(Form) ? answers : Form.Rebase(answers, from ?? ApplicationForms.Of(answers));
}

/// <summary>Writes answers into an application, and keeps who wrote what.</summary>
public sealed class ApplicationWriter(FabriqueDbContext db, Actor actor, FormReader forms, TimeProvider clock)
{
    /// <summary>How long a page is open at most before what it began from is forgotten.</summary>
    private static readonly TimeSpan Opened = TimeSpan.FromDays(1);

    public Guid ActorId => actor.Id;

    public async Task<AskedForm> FindFormAsync(CallForApplications call, CancellationToken cancellationToken) => new(await forms.FindInForceAsync(call.FormId, cancellationToken));

    /// <summary>A draft begins.</summary>
    public void Begin(Application application)
    {
        db.Applications.Add(application);
        db.ApplicationRevisions.Add(ApplicationRevision.Of(NewId(), application, application.Version, actor.Id, Now));
    }

    /// <summary>Goes back to what an application said; what it says stays among the versions. The caller saves.</summary>
    public async Task RestoreAsync(Application application, ApplicationRevision revision, CancellationToken cancellationToken)
    {
        var form = await FindFormAsync(await db.Calls.SingleAsync(call => call.Id == application.CallId, cancellationToken), cancellationToken);
        await WriteAsync(application, form, form.Take(revision.Answers, revision.Form), cancellationToken, revision.WrittenAt);
    }

    /// <summary>Replaces what an application says; what can no longer change stays as it was, as does what was answered to former questions. The caller saves.</summary>
    /// <param name="application">A draft that the signed-in person may write.</param>
    /// <param name="form">What its call asks.</param>
    /// <param name="answers">To that form.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <param name="restores">When the version was written that <paramref name="answers"/> are of; null for what was typed.</param>
    public async Task WriteAsync(Application application, AskedForm form, FormAnswers answers, CancellationToken cancellationToken, DateTime? restores = null)
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
        var isOfARow = restores is null && last?.IsContinuedBy(actor.Id, Now) == true;
        if (isOfARow && !application.CoApplicants.Any(co => co.IsAccepted && co.Rights >= CoApplicantRight.Write))
        {
            last!.Continue(application, number, Now);
            return;
        }

        db.ApplicationRevisions.Add(ApplicationRevision.Of(NewId(), application, number, actor.Id, Now, restores));
        if (!isOfARow)
        {
            await ForgetStepsAsync(application.Id, cancellationToken);
        }
    }

    // Nobody goes on from a page that was opened so long ago: of what was written in a row, the last is enough.
    private async Task ForgetStepsAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        var old = Now - Opened;
        var marks = await Marks(applicationId).ToListAsync(cancellationToken);
        var ends = ApplicationRevision.Ends(marks).Select(mark => mark.Id).ToHashSet();
        List<Guid> steps = [.. marks.Where(mark => mark.BegunAt < old && !ends.Contains(mark.Id)).Select(mark => mark.Id)];
        if (steps.Count > 0)
        {
            db.ApplicationRevisions.RemoveRange(await db.ApplicationRevisions.Where(revision => steps.Contains(revision.Id)).ToListAsync(cancellationToken));
        }
    }

    /// <summary>The versions of an application, from the first.</summary>
    public IQueryable<RevisionMark> Marks(Guid applicationId) => db.ApplicationRevisions
        .Where(revision => revision.ApplicationId == applicationId)
        .OrderBy(revision => revision.Number)
        .Select(revision => new RevisionMark(revision.Id, revision.WrittenById, revision.BegunAt, revision.Restores != null));

    /// <summary>Keeps what an application says now as one more revision. The caller changed it, and saves.</summary>
    public void Keep(Application application) => db.ApplicationRevisions.Add(ApplicationRevision.Of(NewId(), application, application.Version + 1, actor.Id, Now));

    /// <summary>What the signed-in person made of what they read, with what somebody else wrote meanwhile.</summary>
    /// <param name="application">As it is now.</param>
    /// <param name="form">What its call asks.</param>
    /// <param name="mine">To that form.</param>
    /// <param name="read">The version of the application that they read.</param>
    /// <param name="touched">Keys of the questions to which they changed their answer; null when it is not known.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <exception cref="StaleVersionException">What they read is no longer known, nor what they changed of it.</exception>
    public async Task<FormMerge> MergeAsync(Application application, AskedForm form, FormAnswers mine, int read, IReadOnlyCollection<string>? touched, CancellationToken cancellationToken)
    {
        var before = await db.ApplicationRevisions.AsNoTracking()
            .Where(revision => revision.ApplicationId == application.Id && revision.Number <= read)
            .OrderByDescending(revision => revision.Number)
            .FirstOrDefaultAsync(cancellationToken);
        var kept = form.Take(application.Answers, application.Form);
        var from = before is not null ? form.Take(before.Answers, before.Form)
            : touched is not null ? new FormAnswers(kept.FormCode, kept.FormVersion, kept.Values.Where(pair => !touched.Contains(pair.Key)))
            : throw new StaleVersionException(db.Entry(application));
        return FormMerge.Of(form.Form, from, mine, kept);
    }

    /// <summary>Who wrote since a version was read, in a sentence: « de … »; null when nobody did.</summary>
    public async Task<string?> NameOthersAsync(Guid applicationId, int read, CancellationToken cancellationToken)
    {
        var writers = await db.ApplicationRevisions
            .Where(revision => revision.ApplicationId == applicationId && revision.Number > read && revision.WrittenById != null)
            .Select(revision => revision.WrittenById!.Value).Distinct().ToListAsync(cancellationToken);
        var names = await db.StaffMembers.Where(person => person.Id != actor.Id && writers.Contains(person.Id)).OrderBy(person => person.FullName).Select(person => person.FullName).ToListAsync(cancellationToken);
        return names.Count > 0 ? string.Join(" ou ", names) : writers.Contains(actor.Id) ? "vous-même, dans une autre page" : null;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
}
