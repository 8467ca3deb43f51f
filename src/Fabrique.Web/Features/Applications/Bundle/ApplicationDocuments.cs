using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Applications.Review;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Platform.Pdf;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Bundle;

/// <summary>A line of what happened to an application, which everybody who reads it may read.</summary>
public sealed record DocumentEvent(DateTime At, string Sentence);

/// <summary>A file joined to an application.</summary>
/// <param name="Question">That it answers.</param>
/// <param name="File">The file.</param>
public sealed record DocumentFile(string Question, StoredFile File);

/// <summary>All that the signed-in person reads of an application, to be taken away.</summary>
/// <param name="Application">The application.</param>
/// <param name="Call">Its call.</param>
/// <param name="Applicant">Name and unit.</param>
/// <param name="Approval">Null when it is not for them, or none was asked for.</param>
/// <param name="Opinions">Null when they are not for them.</param>
/// <param name="Events">Oldest first; none that is internal, whoever reads.</param>
/// <param name="Files">In the order of the questions.</param>
public sealed record ApplicationDocument(
    Application Application, CallForApplications Call, string Applicant, ApprovalLine? Approval, IReadOnlyList<OpinionLine>? Opinions, IReadOnlyList<DocumentEvent> Events, IReadOnlyList<DocumentFile> Files)
{
    public string PdfName => $"candidature-{Application.Reference}.pdf";

    /// <param name="now">When it is taken away, UTC.</param>
    public byte[] ToPdf(DateTime now)
    {
        var text = new PdfText($"Candidature {Application.Reference}")
            .Row("Idée", Application.Title.Length > 0 ? Application.Title : "Candidature sans titre")
            .Row("État", ApplicationLabels.Of(Application.Status))
            .Row("Portée par", Applicant)
            .Row("Appel", Call.Title);
        if (Application.SubmittedAt is { } submittedAt)
        {
            text.Row("Déposée le", $"{FrenchDate.Instant(submittedAt)} (heure de Paris)");
        }

        text.Row("Document établi le", $"{FrenchDate.Instant(now)} (heure de Paris)");
        if (Application.DecisionReason is { } reason)
        {
            text.Heading("Décision").Paragraph(ApplicationLabels.Of(Application.Status)).Paragraph(reason);
        }

        text.Heading("L’idée");
        foreach (var (label, answer) in ReceiptText.Answers(Application, [.. Files.Select(file => file.File)]))
        {
            text.Subheading(label).Paragraph(answer);
        }

        WriteApproval(text);
        WriteOpinions(text);
        if (Events.Count > 0)
        {
            text.Heading("Suivi");
            foreach (var line in Events)
            {
                text.Row(FrenchDate.Instant(line.At), line.Sentence);
            }
        }

        return text.ToArray();
    }

    private void WriteApproval(PdfText text)
    {
        if (Approval is not { } approval || approval.Approval.IsOpen && Application.Status is not ApplicationStatus.AwaitingApproval)
        {
            return;
        }

        text.Heading("Visa hiérarchique").Row("Visa", ApplicationLabels.Of(approval.Approval.Status));
        if (approval.Manager is { } manager)
        {
            text.Row("Responsable", approval.GivenBy is { } by ? $"{manager}, par suppléance\u00a0: {by}" : manager);
        }

        if (approval.Approval.EndedAt is { } endedAt)
        {
            text.Row("Date", FrenchDate.Day(endedAt));
        }

        if (approval.Approval.Reason.Length > 0)
        {
            text.Row("Motif ou réserve", approval.Approval.Reason);
        }

        if (approval.Approval.HalfDaysPerWeek is { } half)
        {
            text.Row("Temps libéré", ApplicationLabels.OfHalfDays(half));
        }

        if (approval.Approval.OverrideReason is { } passed)
        {
            text.Row("Passé outre", passed);
        }
    }

    private void WriteOpinions(PdfText text)
    {
        if (Opinions is null)
        {
            return;
        }

        text.Heading("Avis des directions");
        foreach (var opinion in Opinions)
        {
            text.Subheading($"{opinion.Director}, {opinion.Unit}\u00a0: {ApplicationLabels.Of(opinion.Verdict)}");
            if (opinion.Comment.Length > 0)
            {
                text.Paragraph(opinion.Comment);
            }

            text.Paragraph($"{FrenchDate.Day(opinion.GivenAt)}{(opinion.GivenBy is { } by ? $", donné par {by}, à qui cet avis était confié" : "")}");
        }

        if (Opinions.Count == 0)
        {
            text.Paragraph("Aucun avis n’a encore été donné.");
        }
    }
}

/// <summary>Reads it, for those who read the application: what its page does not show them is not in it.</summary>
public sealed class ApplicationDocuments(FabriqueDbContext db, Actor actor, ApplicationLoader loader, OpinionReader opinions, ApprovalReader approvals, StoredFiles files, DownloadTrail trail)
{
    /// <summary>Null when there is no such application, or it is not for the signed-in person. That they take it away is noted in the audit trail.</summary>
    public async Task<ApplicationDocument?> TakeAsync(string reference, CancellationToken cancellationToken)
    {
        if (await loader.FindReadableAsync(reference, cancellationToken) is not { } application)
        {
            return null;
        }

        var isMine = application.Lets(actor.Id, CoApplicantRight.Read);
        var document = new ApplicationDocument(
            application,
            await db.Calls.AsNoTracking().SingleAsync(call => call.Id == application.CallId, cancellationToken),
            await loader.PresentApplicantAsync(application, cancellationToken),
            isMine || actor.IsStaff ? await approvals.ReadAsync(application, cancellationToken) : null,
            actor.IsStaff ? await opinions.ReadAsync(application, cancellationToken) : null,
            await db.TimelineEntries.AsNoTracking()
                .Where(entry => entry.SubjectKind == ApplicationSubject.SubjectCode && entry.SubjectId == application.Id && !entry.IsInternal)
                .OrderBy(entry => entry.At)
                .ThenBy(entry => entry.Id)
                .Select(entry => new DocumentEvent(entry.At, entry.Sentence))
                .ToListAsync(cancellationToken),
            await ReadFilesAsync(application, cancellationToken));
        await trail.NoteAsync(nameof(Application), application.Id, cancellationToken);
        return document;
    }

    private async Task<IReadOnlyList<DocumentFile>> ReadFilesAsync(Application application, CancellationToken cancellationToken)
    {
        var sight = application.Form.SightOf(application.Answers);
        var asked = application.Form.Fields
            .Where(field => sight.Contains(field.Key))
            .SelectMany(field => FilesOf(application.Answers[field.Key]).Select(file => (Question: field.Label, File: file)))
            .ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        var known = (await files.ListAsync(new FilesValue(new(asked.Select(file => file.File))), cancellationToken)).ToDictionary(file => file.Id);
        return [.. asked.Where(file => known.ContainsKey(file.File.Id)).Select(file => new DocumentFile(file.Question, known[file.File.Id]))];
    }

    private static IEnumerable<Domain.Forms.FormFile> FilesOf(FormValue? value) => value switch
    {
        FilesValue joined => joined.Files,
        RowsValue rows => rows.Rows.SelectMany(row => row.Values.Values).SelectMany(FilesOf),
        _ => [],
    };
}
