using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Anonymise;

/// <summary>Somebody who read an application writes how the jury reads it without names, and perhaps lets it read that.</summary>
/// <param name="PanelId">Which jury.</param>
/// <param name="ItemId">Of the application.</param>
/// <param name="Version">That the form showed; null when nobody had prepared it.</param>
/// <param name="Seen">What they had read: <see cref="ReadingSheet.Digest"/>.</param>
/// <param name="Title">As the jury reads it.</param>
/// <param name="Texts">The answers, by question.</param>
/// <param name="ShownFiles">Keys of the joined files that may be read.</param>
/// <param name="IsReleased">Whether the jury reads it from now on; otherwise it reads nothing.</param>
public sealed record SaveReading(Guid PanelId, Guid ItemId, int? Version, string Seen, string Title, IReadOnlyDictionary<string, string> Texts, IReadOnlyCollection<Guid> ShownFiles, bool IsReleased);

public sealed class SaveReadingHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, AnonymityDesk desk, PanelStory story, TimeProvider clock) : Handler<SaveReading>(runner)
{
    protected override async Task<Outcome> ActAsync(SaveReading input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (actor.WhyNotAnonymise(panel, reader.Today) is { } notTheirs)
        {
            return notTheirs;
        }

        if (await desk.FindAsync(panel, input.ItemId, cancellationToken) is not { } sheet)
        {
            return new Refusal("reading-unknown-item", "Le jury n’examine pas cette candidature.");
        }

        if (WhyNot(sheet, actor.Id) is { } ownCase)
        {
            return ownCase;
        }

        var reading = sheet.Reading;
        if (reading is not null)
        {
            db.ExpectVersion(reading, input.Version ?? -1);
        }

        if (sheet.Digest != input.Seen)
        {
            return new Refusal("reading-changed-meanwhile", "La candidature vient de changer\u00a0: relisez-la, puis enregistrez de nouveau.");
        }

        var text = new ReadingText(
            input.Title,
            sheet.Title.Digest,
            [.. sheet.Parts.Select(part => new ReadingPart(part.Key, part.Label, sheet.Fixed.Contains(part.Key) ? part.Text : input.Texts.GetValueOrDefault(part.Key, ""), part.Digest))],
            [.. sheet.Files.Select(file => file.Id).Where(input.ShownFiles.Contains)]);
        if (text.Problem is { } problem)
        {
            return problem;
        }

        if (reading is not null && reading.Text == text && reading.IsReleased == input.IsReleased)
        {
            return new Refusal("reading-unchanged", input.IsReleased ? "Le jury lit déjà cette version." : "Cette version est déjà enregistrée.");
        }

        if (reading is null)
        {
            reading = AnonymisedReading.Prepare(Guid.CreateVersion7(now), panel.Id, new Subject(Applications.ApplicationSubject.SubjectCode, input.ItemId), text, actor.Id, now.UtcDateTime);
            db.AnonymisedReadings.Add(reading);
        }
        else
        {
            reading.Write(text, actor.Id, now.UtcDateTime);
        }

        if (input.IsReleased)
        {
            if (reading.MayRelease(sheet.Title, sheet.Parts) is { } refusal)
            {
                return refusal;
            }

            reading.Release(sheet.Title, sheet.Parts, actor.Id, now.UtcDateTime);
        }

        var reference = sheet.Application.Reference;
        story.Tell(panel, input.IsReleased ? $"Le jury peut lire {reference} sans les noms\u00a0: sa version anonymisée a été relue." : $"La version anonymisée de {reference} est en préparation\u00a0: le jury ne la lit pas.");
        return Outcome.Done;
    }

    /// <summary>Nobody prepares what is said of their own idea.</summary>
    public static Refusal? WhyNot(ReadingSheet sheet, Guid personId) =>
        sheet.Application.IsOwnCaseOf(personId) ? new Refusal("own-case", "Vous portez cette candidature\u00a0: quelqu’un d’autre prépare sa version anonymisée.") : null;
}
