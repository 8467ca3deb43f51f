using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Products;
using Fabrique.Dsfr;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Similarities.Redirect;

/// <summary>Proposes a product that exists to whoever has an idea.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class RedirectModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, RedirectApplicationHandler handler) : ResemblancePage(actor, loader)
{
    private List<(Guid Id, string Ghid)> known = [];

    /// <summary>The product that the link proposes.</summary>
    [BindProperty(SupportsGet = true, Name = "produit")]
    public string? Proposed { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    [Display(Name = "Produit à rejoindre", Description = "Les produits arrêtés n’y sont pas.")]
    [Required(ErrorMessage = "Choisissez le produit.")]
    public string? Product { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Repris dans le message à la personne qui porte l’idée : écrivez-le pour elle.")]
    [Required(ErrorMessage = "Donnez le motif de la réorientation.")]
    [TextLength(Application.ReasonLength)]
    public string? Reason { get; set; }

    public IReadOnlyList<DsfrOption> Products { get; private set; } = [];

    public Refusal? WhyNotRedirect { get; private set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(
            new RedirectApplication
            {
                ApplicationId = Application.Id,
                Version = Version,
                ProductId = known.Find(product => product.Ghid == Product).Id,
                Reason = Texts.Lines(Reason),
            },
            token),
        () =>
        {
            TempData.Confirm("La candidature est réorientée. Un message part à la personne qui porte l’idée.");
            return LocalRedirect(ApplicationLinks.Show(Reference));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        var products = await db.Products
            .Where(product => product.Phase != PhaseCode.Abandoned && product.Phase != PhaseCode.AbandonedInvestigation)
            .OrderBy(product => product.Name)
            .ThenBy(product => product.Ghid)
            .Select(product => new { product.Id, product.Ghid, product.Name })
            .ToListAsync(cancellationToken);
        known = [.. products.Select(product => (product.Id, product.Ghid))];
        Products = [.. products.Select(product => new DsfrOption(product.Ghid, product.Name))];
        WhyNotRedirect = Application.MayBeRedirected(Actor.Id);
        if (HttpMethods.IsGet(Request.Method))
        {
            Version = Application.Version;
            Product = products.Find(product => product.Ghid == Proposed)?.Ghid;
        }

        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Application.Version;
        return Task.CompletedTask;
    }
}
