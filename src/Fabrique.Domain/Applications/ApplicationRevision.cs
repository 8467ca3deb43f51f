using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Applications;

/// <summary>
/// The answers of an application as somebody left them. What one person writes in a row reads as one; where several write, what each save said is kept for a while besides,
/// since the others began from it.
/// </summary>
public sealed class ApplicationRevision
{
    /// <summary>How long a person writes in a row.</summary>
    public static readonly TimeSpan Row = TimeSpan.FromMinutes(10);

    private ApplicationRevision()
    {
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>The version of the application once it was saved.</summary>
    public int Number { get; private set; }

    /// <summary>Null when the form changed, and nobody wrote.</summary>
    public Guid? WrittenById { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime BegunAt { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime WrittenAt { get; private set; }

    /// <summary>When the version was written to which somebody went back, UTC; null for what was typed.</summary>
    public DateTime? Restores { get; private init; }

    public FormAnswers Answers { get; private set; } = FormAnswers.None;

    /// <summary>What the answers answer, when it is a version of the call's own form.</summary>
    public FormVersion? FormVersion { get; private set; }

    public Guid? FormVersionId { get; private set; }

    public Form Form => FormVersion?.Form ?? ApplicationForms.Of(Answers);

    /// <param name="id">Of the revision.</param>
    /// <param name="application">As it is about to be saved.</param>
    /// <param name="number">See <see cref="Number"/>.</param>
    /// <param name="writtenById">Who wrote; null for the program.</param>
    /// <param name="now">UTC.</param>
    /// <param name="restores">See <see cref="Restores"/>.</param>
    public static ApplicationRevision Of(Guid id, Application application, int number, Guid? writtenById, DateTime now, DateTime? restores = null) => new()
    {
        Restores = restores,
        Id = id,
        ApplicationId = application.Id,
        Number = number,
        WrittenById = writtenById,
        BegunAt = now,
        WrittenAt = now,
        Answers = application.Answers,
        FormVersionId = application.FormVersionId,
    };

    /// <summary>Whether what somebody writes now goes on with this revision.</summary>
    public bool IsContinuedBy(Guid writerId, DateTime now) => WrittenById == writerId && Restores is null && now - BegunAt < Row;

    /// <summary>The last of each row of what was written, from the first: what people read.</summary>
    /// <param name="revisions">Of one application, from the first.</param>
    public static IReadOnlyList<RevisionMark> Ends(IReadOnlyList<RevisionMark> revisions)
    {
        var ends = new List<RevisionMark>();
        RevisionMark? first = null;
        foreach (var revision in revisions)
        {
            if (first is { WrittenById: not null, IsRestored: false } && !revision.IsRestored && revision.WrittenById == first.WrittenById && revision.BegunAt - first.BegunAt < Row)
            {
                ends[^1] = revision;
            }
            else
            {
                first = revision;
                ends.Add(revision);
            }
        }

        return ends;
    }

    public void Continue(Application application, int number, DateTime now) =>
        (Number, Answers, FormVersionId, WrittenAt) = (number, application.Answers, application.FormVersionId, now);
}

/// <summary>A revision without what it says.</summary>
/// <param name="Id">Of the revision.</param>
/// <param name="WrittenById">Null when the form changed.</param>
/// <param name="BegunAt">UTC.</param>
/// <param name="IsRestored">Whether somebody went back to what was said before.</param>
public sealed record RevisionMark(Guid Id, Guid? WrittenById, DateTime BegunAt, bool IsRestored);
