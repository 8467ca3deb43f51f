using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Wordings;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Wordings;

/// <summary>One wording: an administrator writes theirs, or has the software's again.</summary>
[Authorize(Policies.Administrator)]
public sealed class EditWordingModel(FabriqueDbContext db, StatusReader statuses, ChangeWordingHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty]
    [Display(Name = "Texte en vigueur")]
    [TextLength(WordingOverride.TextLength)]
    public string? Text { get; set; }

    /// <summary>See <see cref="ChangeWording.Version"/>.</summary>
    [BindProperty]
    public int? Version { get; set; }

    public Wording Wording { get; private set; } = null!;

    /// <summary>What administrators wrote; null when the software's is in force.</summary>
    public WordingOverride? Current { get; private set; }

    public string? ChangedBy { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        (Text, Version) = (Current?.Text ?? Wording.Default, Current?.Version);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var text = Texts.Lines(Text);
        if (WordingCatalog.Find(Key) is { } wording)
        {
            if (wording.FindProblem(text) is { } problem)
            {
                ModelState.AddModelError(nameof(Text), problem);
            }
            else if (text.Length > wording.Length)
            {
                ModelState.AddModelError(nameof(Text), $"Raccourcissez ce texte : {wording.Length} caractères au plus.");
            }
        }

        return SubmitAsync(token => handler.HandleAsync(new ChangeWording { Key = Key, Text = text, Version = Version }, token), () => Done("Le texte est enregistré."), cancellationToken);
    }

    public Task<IActionResult> OnPostRestoreAsync(CancellationToken cancellationToken) =>
        SubmitAsync(token => handler.HandleAsync(new ChangeWording { Key = Key, Text = null, Version = Version }, token), () => Done("Le texte d’origine est de nouveau en vigueur."), cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (WordingCatalog.Find(Key) is not { } wording)
        {
            return false;
        }

        Wording = wording;
        var found = await (
            from written in db.Set<WordingOverride>().AsNoTracking()
            where written.Key == Key
            join person in db.StaffMembers on written.ChangedById equals person.Id
            select new { Written = written, person.FullName }).SingleOrDefaultAsync(cancellationToken);
        (Current, ChangedBy) = (found?.Written, found?.FullName);
        return true;
    }

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        ModelState.Remove(nameof(Version));
        Version = Current?.Version;
    }

    private LocalRedirectResult Done(string sentence)
    {
        statuses.Forget();
        TempData.Confirm(sentence);
        return LocalRedirect(WordingLinks.All);
    }
}
