using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Features.Delegations.EnterDelegation;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Delegations;

/// <summary>A page on which a « suppléance » is entered.</summary>
public abstract class DelegationFormPage(DelegationReader reader, EnterDelegationHandler handler, Substitutions substitutions) : FormPage
{
    private const int NameLength = StaffMember.EmailLength;

    [BindProperty]
    [Display(Name = "Qui agit à la place", Description = "Son prénom et son nom, ou son adresse de courriel. Rien : personne, et ce qui est demandé arrive à l’équipe de la Fabrique.")]
    [TextLength(NameLength)]
    public string? Substitute { get; set; }

    [BindProperty]
    [Display(Name = "Premier jour d’absence")]
    [Required(ErrorMessage = "Donnez le premier jour.")]
    public DateOnly? From { get; set; }

    [BindProperty]
    [Display(Name = "Dernier jour d’absence", Description = "Inclus.")]
    [Required(ErrorMessage = "Donnez le dernier jour.")]
    public DateOnly? Until { get; set; }

    /// <summary>As <see cref="DelegationReader.Write"/> writes it.</summary>
    [BindProperty]
    [Display(Name = "Portée")]
    [Required(ErrorMessage = "Choisissez la portée dans la liste.")]
    public string? Scope { get; set; } = DelegationReader.Write(DelegationScope.Everything);

    [BindProperty]
    [Display(Name = "Motif", Description = "Lu par les personnes concernées et par l’équipe de la Fabrique. N’y écrivez rien de médical.")]
    [TextLength(Delegation.ReasonLength)]
    public virtual string? Reason { get; set; }

    public IReadOnlyList<DsfrOption> Scopes { get; private set; } = [];

    public DateOnly Today => reader.Today;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>Name or address of who will be away; null when it is the signed-in person.</summary>
    protected abstract string? Away { get; }

    /// <summary>Where one goes on once it is entered.</summary>
    protected abstract string After { get; }

    protected DelegationReader Reader => reader;

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(
            new EnterDelegation.EnterDelegation
            {
                Person = Away,
                Substitute = Substitute?.Trim() ?? "",
                From = From!.Value,
                Until = Until!.Value,
                Scope = ReadScope(),
                Reason = Texts.Lines(Reason),
            },
            token),
        entered =>
        {
            substitutions.Forget();
            TempData.Confirm(entered.SubstituteId is null
                ? "L’absence est enregistrée : ce qui est demandé pendant ces jours arrivera à l’équipe de la Fabrique."
                : "La suppléance est enregistrée, et les personnes concernées sont prévenues.");
            return LocalRedirect(After);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Scopes = await reader.ListScopesAsync(cancellationToken);
        return true;
    }

    private DelegationScope ReadScope()
    {
        var parts = (Scope ?? "").Split(':', 2);
        return new DelegationScope(parts[0], parts.Length > 1 ? parts[1] : "");
    }
}
