using System.ComponentModel.DataAnnotations;
using Fabrique.Web.Features.Organisation.ApplyOrganisation;
using Fabrique.Web.Features.Organisation.Differences;
using Fabrique.Web.Features.Organisation.Sources;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Organisation.UpdateOrganisation;

/// <summary>An administrator gives files, reads what they would change, and applies exactly that. The page carries the files from one post to the next.</summary>
[Authorize(Policies.Administrator)]
[TakesFiles]
public sealed class UpdateOrganisationModel(OrganisationComparer comparer, ApplyOrganisationHandler handler) : FormPage
{
    /// <summary>Lines of each list that are shown.</summary>
    public const int MostShown = 200;

    [BindProperty]
    [Display(Name = "Fichier des unités", Description = "Toutes les unités, une par ligne\u00a0: code ; sigle ; nom ; nature ; parent ; territoire ; fuseau. Celles qui n’y sont plus sont fermées.")]
    public IFormFile? UnitsFile { get; set; }

    [BindProperty]
    [Display(Name = "Fichier des personnes", Description = "Une personne par ligne\u00a0: courriel ; unite ; responsable ; actif (oui ou non). Une case vide ou une colonne absente ne change rien, un tiret dit qu’il n’y a pas de responsable, « non » retire l’accès. Les personnes qui n’y sont pas gardent ce qu’elles ont.")]
    public IFormFile? PeopleFile { get; set; }

    /// <summary>The file of the units, packed.</summary>
    [BindProperty]
    public string? Units { get; set; }

    /// <summary>The file of the people, packed.</summary>
    [BindProperty]
    public string? People { get; set; }

    /// <summary>Digest of the difference that the person read.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>What the files would change now; null when none was given.</summary>
    public OrganisationDifference? Difference { get; private set; }

    public IActionResult OnGet() => Page();

    /// <summary>Shows what would change.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Units = await PackAsync(UnitsFile, cancellationToken) ?? Units;
        People = await PackAsync(PeopleFile, cancellationToken) ?? People;
        if (Units is null && People is null)
        {
            ModelState.AddModelError(nameof(UnitsFile), "Choisissez au moins un fichier.");
        }

        await LoadAsync(cancellationToken);
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return Page();
    }

    public Task<IActionResult> OnPostApplyAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ApplyOrganisation.ApplyOrganisation { Input = Read(), Seen = Seen ?? "" }, token),
        _ =>
        {
            TempData.Confirm("L’organisation est à jour.");
            return LocalRedirect(OrganisationLinks.All);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Difference = Units is null && People is null ? null : await comparer.CompareAsync(Read(), cancellationToken);
        return true;
    }

    private OrganisationInput Read()
    {
        var (units, people) = (Unpack(Units), Unpack(People));
        return OrganisationInput.Read(units, people);
    }

    private static byte[]? Unpack(string? packed) => packed is null ? null : PackedFile.Unpack(packed) ?? [];

    private static async Task<string?> PackAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is null or { Length: 0 })
        {
            return file is null ? null : PackedFile.Pack([]);
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        return PackedFile.Pack(content.ToArray());
    }
}
