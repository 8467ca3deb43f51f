using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Talk;

/// <summary>A member of the team writes a note on an application, for the team.</summary>
public sealed record WriteNote
{
    /// <summary>Of the note: see <see cref="TalkServices.Identify"/>.</summary>
    public required Guid Id { get; init; }

    public required Guid ApplicationId { get; init; }

    /// <summary>From 1 to <see cref="ApplicationNote.TextLength"/> characters.</summary>
    public required string Text { get; init; }
}

/// <summary>What all that is done to notes has in common: only the team does it, and never on a case of theirs.</summary>
public abstract class NoteHandler<TInput>(TalkServices services) : Handler<TInput>(services.Runner)
    where TInput : class
{
    protected TalkServices Services => services;

    /// <summary>Why the signed-in person writes no note on an application; null when they may.</summary>
    protected async Task<Refusal?> WhyNotAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        var application = await services.LoadAsync(applicationId, cancellationToken);
        return !services.Actor.IsInRole(AppRoles.Team) || application.IsOwnCaseOf(services.Actor.Id)
            ? new Refusal("note-team-only", "Les notes internes s’écrivent entre les membres de l’équipe de la Fabrique, jamais sur leur propre candidature.")
            : null;
    }

    protected Task<ApplicationNote?> FindAsync(Guid applicationId, Guid noteId, CancellationToken cancellationToken) => services.Db.Set<ApplicationNote>()
        .Include(note => note.Revisions)
        .AsSingleQuery()
        .SingleOrDefaultAsync(note => note.Id == noteId && note.ApplicationId == applicationId, cancellationToken);

    protected static Refusal Unknown { get; } = new("note-unknown", "Cette note n’existe pas.");
}

public sealed class WriteNoteHandler(TalkServices services) : NoteHandler<WriteNote>(services)
{
    protected override async Task<Outcome> ActAsync(WriteNote input, CancellationToken cancellationToken)
    {
        if (await Services.Db.Set<ApplicationNote>().AnyAsync(note => note.Id == input.Id, cancellationToken))
        {
            return Outcome.Done;
        }

        if (await WhyNotAsync(input.ApplicationId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        Services.Db.Add(ApplicationNote.Write(input.Id, input.ApplicationId, Services.Actor.Id, input.Text, Services.Now));
        return Outcome.Done;
    }
}

/// <summary>Its author says a note otherwise.</summary>
public sealed record EditNote
{
    public required Guid ApplicationId { get; init; }

    public required Guid NoteId { get; init; }

    /// <summary>The version that the page showed.</summary>
    public required int Version { get; init; }

    public required string Text { get; init; }
}

public sealed class EditNoteHandler(TalkServices services) : NoteHandler<EditNote>(services)
{
    protected override async Task<Outcome> ActAsync(EditNote input, CancellationToken cancellationToken)
    {
        if (await FindAsync(input.ApplicationId, input.NoteId, cancellationToken) is not { } note)
        {
            return Unknown;
        }

        if ((await WhyNotAsync(input.ApplicationId, cancellationToken) ?? note.MayEdit(Services.Actor.Id)) is { } refusal)
        {
            return refusal;
        }

        if (note.Text == input.Text)
        {
            return Outcome.Done;
        }

        Services.Db.ExpectVersion(note, input.Version);
        note.Edit(Services.Actor.Id, input.Text, Services.Now);
        return Outcome.Done;
    }
}

/// <summary>A note is put above the others, or back among them.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="NoteId">The note.</param>
/// <param name="Pins">Whether it is put above.</param>
public sealed record PinNote(Guid ApplicationId, Guid NoteId, bool Pins);

public sealed class PinNoteHandler(TalkServices services) : NoteHandler<PinNote>(services)
{
    protected override async Task<Outcome> ActAsync(PinNote input, CancellationToken cancellationToken)
    {
        if (await FindAsync(input.ApplicationId, input.NoteId, cancellationToken) is not { } note)
        {
            return Unknown;
        }

        if (await WhyNotAsync(input.ApplicationId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        foreach (var other in await Services.Db.Set<ApplicationNote>().Where(one => one.ApplicationId == input.ApplicationId && one.PinnedAt != null && one.Id != note.Id).ToListAsync(cancellationToken))
        {
            other.Pin(null);
        }

        if (input.Pins != (note.PinnedAt is not null))
        {
            note.Pin(input.Pins ? Services.Now : null);
        }

        return Outcome.Done;
    }
}
