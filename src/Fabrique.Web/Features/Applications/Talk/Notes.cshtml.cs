using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Talk;

/// <param name="Note">The note.</param>
/// <param name="By">Full name of its author.</param>
public sealed record NoteLine(ApplicationNote Note, string By);

/// <summary>A page of the notes on an application: it does not exist for those who carry it, nor for who is asked about it.</summary>
public abstract class NotesPage(ApplicationLoader loader, Actor actor) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Application Application { get; private set; } = null!;

    /// <summary>Whether the reader writes notes: administrators and auditors read them.</summary>
    public bool MayWrite => actor.IsInRole(AppRoles.Team);

    /// <summary>Whether the reader may write to whoever applies.</summary>
    public bool MayWriteMessages => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator);

    protected Guid Me => actor.Id;

    protected sealed override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!actor.IsStaff || await loader.FindReadableAsync(Reference, cancellationToken) is not { } application || application.IsOwnCaseOf(actor.Id))
        {
            return false;
        }

        Application = application;
        return await LoadNotesAsync(cancellationToken);
    }

    protected abstract Task<bool> LoadNotesAsync(CancellationToken cancellationToken);

    protected LocalRedirectResult Done(string sentence)
    {
        TempData.Confirm(sentence);
        return LocalRedirect(TalkLinks.Notes(Reference));
    }
}

/// <summary>« Notes internes »: what the team keeps of an application for itself.</summary>
[Authorize(Policies.SignedIn)]
public sealed class NotesModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, WriteNoteHandler write, PinNoteHandler pin, TimeProvider clock) : NotesPage(loader, actor)
{
    [BindProperty]
    [Display(Name = "Votre note", Description = "Lue par l’équipe, l’administration et les personnes chargées de l’audit. Jamais par la personne qui candidate.")]
    [TextLength(ApplicationNote.TextLength)]
    public string? Text { get; set; }

    /// <summary>Of the page that was opened, so that what it sends twice is one.</summary>
    [BindProperty]
    public Guid Opened { get; set; }

    /// <summary>The note that is pinned, or no longer.</summary>
    [BindProperty]
    public Guid NoteId { get; set; }

    /// <summary>The pinned one first, then the newest.</summary>
    public IReadOnlyList<NoteLine> Lines { get; private set; } = [];

    public bool IsMine(ApplicationNote note) => MayWrite && note.AuthorId == Me;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Opened = Guid.CreateVersion7(clock.GetUtcNow());
        return ShowAsync(cancellationToken);
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var text = Texts.Lines(Text);
        if (text.Length == 0)
        {
            ModelState.AddModelError(nameof(Text), "Écrivez votre note.");
        }

        return SubmitAsync(
            token => write.HandleAsync(new WriteNote { Id = TalkServices.Identify(Opened, Me, text), ApplicationId = Application.Id, Text = text }, token),
            () => Done("Votre note est enregistrée, pour l’équipe seule."),
            cancellationToken);
    }

    public Task<IActionResult> OnPostPinAsync(CancellationToken cancellationToken) => PinAsync(pins: true, "Cette note est épinglée : elle se lit en premier.", cancellationToken);

    public Task<IActionResult> OnPostUnpinAsync(CancellationToken cancellationToken) => PinAsync(pins: false, "Cette note n’est plus épinglée.", cancellationToken);

    protected override async Task<bool> LoadNotesAsync(CancellationToken cancellationToken)
    {
        var id = Application.Id;
        var lines = await (
            from note in db.Set<ApplicationNote>().Include(note => note.Revisions).AsNoTracking()
            where note.ApplicationId == id
            join author in db.StaffMembers on note.AuthorId equals author.Id
            orderby note.WrittenAt descending, note.Id
            select new { Note = note, By = author.FullName }).AsSingleQuery().ToListAsync(cancellationToken);
        Lines = [.. lines.OrderByDescending(line => line.Note.PinnedAt).Select(line => new NoteLine(line.Note, line.By))];
        return true;
    }

    private Task<IActionResult> PinAsync(bool pins, string done, CancellationToken cancellationToken) =>
        SubmitAsync(token => pin.HandleAsync(new PinNote(Application.Id, NoteId, pins), token), () => Done(done), cancellationToken);
}

/// <summary>« Modifier une note »: its author says it otherwise, and what it said stays.</summary>
[Authorize(Policies.SignedIn)]
public sealed class EditNoteModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, EditNoteHandler edit) : NotesPage(loader, actor)
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Display(Name = "Votre note", Description = "Ce qu’elle disait avant reste lisible sous la note.")]
    [Required(ErrorMessage = "Écrivez votre note.")]
    [TextLength(ApplicationNote.TextLength)]
    public string? Text { get; set; }

    /// <summary>The version of the note that the page showed.</summary>
    [BindProperty]
    public int Version { get; set; }

    public ApplicationNote Note { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        (Text, Version) = (Note.Text, Note.Version);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => edit.HandleAsync(new EditNote { ApplicationId = Application.Id, NoteId = Id, Version = Version, Text = Texts.Lines(Text) }, token),
        () => Done("Votre note est modifiée."),
        cancellationToken);

    protected override async Task<bool> LoadNotesAsync(CancellationToken cancellationToken)
    {
        var applicationId = Application.Id;
        Note = (await db.Set<ApplicationNote>().AsNoTracking().SingleOrDefaultAsync(note => note.Id == Id && note.ApplicationId == applicationId, cancellationToken))!;
        return Note is not null && MayWrite && Note.MayEdit(Me) is null;
    }

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        ModelState.Remove(nameof(Version));
        Version = Note.Version;
    }
}
