using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Products;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Deliberate;

/// <summary>What the jury decides of an application, for those who conduct it.</summary>
[Authorize(Policies.SignedIn)]
public sealed class DecideItemModel(FabriqueDbContext db, PanelReader reader, DeliberationReader deliberations, Actor actor, DecideItemHandler handler) : FormPage
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>That of the deliberation that the form shows; null on a first reading.</summary>
    [BindProperty]
    public int? Version { get; set; }

    [BindProperty]
    [Display(Name = "Décision")]
    [Required(ErrorMessage = "Choisissez ce que le jury décide.")]
    public DecisionOutcome? Choice { get; set; }

    [BindProperty]
    [Display(Name = "Rang sur la liste d’attente", Description = "À partir de 1, seulement sur liste d’attente.")]
    [Range(1, HearingSession.MostItems, ErrorMessage = "Le rang sur la liste d’attente est un nombre entier, à partir de 1.")]
    public int? WaitingRank { get; set; }

    [BindProperty]
    [Display(Name = "Produit à rejoindre", Description = "Seulement pour une candidature réorientée.")]
    public Guid? Product { get; set; }

    [BindProperty]
    [Display(Name = "Montant en euros", Description = "Ce que la candidature prend sur l’enveloppe.")]
    public string? Amount { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "La personne qui porte la candidature le lira. Il est attendu, sauf si elle est retenue.")]
    [TextLength(Decision.ReasonLength)]
    public string? Reason { get; set; }

    [BindProperty]
    [Display(Name = "Écart avec le classement", Description = "Pourquoi la décision ne suit pas le classement, si elle ne le suit pas.")]
    [TextLength(Decision.ReasonLength)]
    public string? RankingReason { get; set; }

    public Panel Panel { get; private set; } = null!;

    public JuryItem Item { get; private set; } = null!;

    public Standing Standing { get; private set; } = null!;

    /// <summary>Its votes, the last one last.</summary>
    public IReadOnlyList<Ballot> Ballots { get; private set; } = [];

    /// <summary>Why nothing can be recorded here; null when something can.</summary>
    public string? WhyNot { get; private set; }

    public IReadOnlyList<DsfrOption> Products { get; private set; } = [];

    private Deliberation? Deliberation { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var shown = await ShowAsync(cancellationToken);
        Version = Deliberation?.Version;
        if (Deliberation?.DecisionOn(Item.Subject) is { } decision)
        {
            (Choice, WaitingRank, Product, Reason, RankingReason) = (decision.Outcome, decision.WaitingRank, decision.RedirectedToId, decision.Reason, decision.RankingReason);
            Amount = decision.Amount?.ToString("#,0.##", French);
        }

        return shown;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var amount = ReadAmount();
        return SubmitAsync(
            token => handler.HandleAsync(
                new DecideItem(
                    Id,
                    Version ?? -1,
                    Item.Id,
                    Choice!.Value,
                    Texts.Lines(Reason),
                    Choice is DecisionOutcome.WaitingList ? WaitingRank : null,
                    amount,
                    Texts.Lines(RankingReason),
                    Choice is DecisionOutcome.Redirected ? Product : null),
                token),
            () =>
            {
                TempData.Confirm($"La décision sur {Item.Reference} est enregistrée.");
                return LocalRedirect(PanelLinks.Deliberation(Id));
            },
            cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel || !actor.MayConduct(panel))
        {
            return false;
        }

        var table = await deliberations.ReadAsync(panel, cancellationToken);
        if (table.Items.FirstOrDefault(item => item.Reference.Equals(Reference, StringComparison.OrdinalIgnoreCase)) is not { } item)
        {
            return false;
        }

        (Panel, Item, Deliberation) = (panel, item, table.Deliberation);
        Standing = table.Standings.Single(standing => standing.Item == item.Subject);
        Ballots = [.. table.BallotsOn(item.Subject)];
        WhyNot = !table.IsOpenTo(actor.Id, item.Subject) ? "Vous ne prenez pas part à cette candidature : quelqu’un d’autre enregistre ce que le jury en décide."
            : Deliberation is null ? "La délibération n’est pas encore ouverte."
            : Deliberation.Status is DeliberationStatus.Concluded ? "La délibération est close : ses décisions ne changent plus."
            : null;
        var products = await db.Products
            .Where(product => product.Phase != PhaseCode.Abandoned && product.Phase != PhaseCode.AbandonedInvestigation)
            .OrderBy(product => product.Name)
            .ThenBy(product => product.Ghid)
            .Select(product => new { product.Id, product.Name })
            .ToListAsync(cancellationToken);
        Products = [.. products.Select(product => new DsfrOption(product.Id.ToString("D"), product.Name))];
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Deliberation?.Version;
        return Task.CompletedTask;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "decision-unexplained" => nameof(Reason),
        "decision-waiting-rank" => nameof(WaitingRank),
        "decision-amount" => nameof(Amount),
        "decision-redirected-nowhere" or "product-unknown" => nameof(Product),
        "decision-unknown-outcome" or "decision-against-ballot" => nameof(Choice),
        _ => "",
    };

    private decimal? ReadAmount()
    {
        if (Texts.Line(Amount) is not { Length: > 0 } typed)
        {
            return null;
        }

        var digits = string.Concat(typed.Where(character => !char.IsWhiteSpace(character) && character != '€')).Replace(',', '.');
        if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount == Math.Round(amount, 2) && amount <= CallSheet.MostEnvelope)
        {
            return amount;
        }

        ModelState.AddModelError(nameof(Amount), "Écrivez un montant en euros, par exemple : 40 000. Laissez vide si la candidature ne prend rien sur l’enveloppe.");
        return null;
    }
}
