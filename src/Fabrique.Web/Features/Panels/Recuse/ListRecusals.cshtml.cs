using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Recuse;

/// <summary>A « déport », as those who may read why read it.</summary>
public sealed record RecusalLine(Recusal Recusal, string Person, string Item, string? EnteredBy, string? WithdrawnBy)
{
    /// <summary>Whether why would tell whose application it is, to somebody who must not know yet.</summary>
    public bool IsUnexplained { get; init; }
}

/// <summary>« Déports » : those of a jury, what facts hint at, and one more. For those who run or conduct it; auditors read.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListRecusalsModel(PanelReader reader, Actor actor, EnterRecusalHandler handler, TimeProvider clock) : FormPage
{
    private HashSet<Guid> unnamed = [];

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Display(Name = "Qui")]
    [Required(ErrorMessage = "Choisissez la personne.")]
    public Guid? Person { get; set; }

    [BindProperty]
    [Display(Name = "Candidature")]
    [Required(ErrorMessage = "Choisissez la candidature.")]
    public Guid? Item { get; set; }

    [BindProperty]
    [Display(Name = "Conflit d’intérêts")]
    [Required(ErrorMessage = "Choisissez la nature du conflit d’intérêts.")]
    public ConflictKind? Conflict { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Lu de la personne, de la présidence, du secrétariat et de l’équipe de la Fabrique, et de personne d’autre.")]
    [Required(ErrorMessage = "Dites pourquoi : la personne le lira.")]
    [TextLength(Recusal.ReasonLength)]
    public string? Reason { get; set; }

    public Panel Panel { get; private set; } = null!;

    public bool MayRule { get; private set; }

    public IReadOnlyList<RecusalLine> Recusals { get; private set; } = [];

    public IReadOnlyList<HintLine> Hints { get; private set; } = [];

    public IReadOnlyList<DsfrOption> People { get; private set; } = [];

    public IReadOnlyList<DsfrOption> Items { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => await LoadAsync(cancellationToken) && !MayRule ? Forbid() : await SubmitAsync(
        token => handler.HandleAsync(new EnterRecusal(Id, Person!.Value, Item!.Value, Conflict!.Value, Texts.Lines(Reason)), token),
        _ =>
        {
            TempData.Confirm("Le déport est enregistré : il vaut dès maintenant.");
            return LocalRedirect(PanelLinks.Recusals(Id));
        },
        cancellationToken);

    /// <summary>Whether one may be withdrawn by the reader.</summary>
    public bool MayWithdraw(Recusal recusal) => MayRule && recusal.IsInForce && recusal.Origin is not RecusalOrigin.Inferred && recusal.PersonId != actor.Id && !unnamed.Contains(recusal.ItemId);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel || !(actor.MayRuleOnRecusals(panel) || actor.IsStaff))
        {
            return false;
        }

        (Panel, MayRule) = (panel, actor.MayRuleOnRecusals(panel));
        var items = await reader.ReadItemsAsync(panel, cancellationToken);
        var entered = await reader.ReadRecusalsAsync(panel.Id, cancellationToken);
        var (inForce, inferred) = PanelReader.Complete(panel, entered, items, clock.GetUtcNow().UtcDateTime);
        var people = await reader.ReadPeopleAsync(
            panel,
            [.. items.Select(item => item.ApplicantId), .. entered.SelectMany(recusal => new[] { recusal.PersonId, recusal.EnteredById, recusal.WithdrawnById }).OfType<Guid>()],
            cancellationToken);
        Hints = [.. (await reader.ReadHintsAsync(panel, items, inForce, people, cancellationToken)).Where(hint => !hint.Item.IsUnnamed)];
        var named = items.ToDictionary(item => item.Id, item => item.Name);
        unnamed = [.. items.Where(item => item.IsUnnamed).Select(item => item.Id)];
        Recusals =
        [
            .. entered.Concat(inferred).OrderByDescending(recusal => recusal.IsInForce).Select(recusal => new RecusalLine(
                recusal, Name(recusal.PersonId)!, named.GetValueOrDefault(recusal.ItemId, "Une candidature que le jury n’examine plus"), Name(recusal.EnteredById), Name(recusal.WithdrawnById))
            {
                IsUnexplained = recusal.PersonId != actor.Id && unnamed.Contains(recusal.ItemId),
            }),
        ];
        People = [.. PanelReader.SittingOf(panel, reader.Today).Select(id => people[id]).OrderBy(person => person.FullName, StringComparer.Ordinal).Select(person => new DsfrOption(person.Id.ToString("D"), person.FullName))];
        Items = [.. items.Select(item => new DsfrOption(item.Id.ToString("D"), item.Name))];
        return true;

        string? Name(Guid? id) => id is { } known && people.TryGetValue(known, out var person) ? person.FullName : null;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "recusal-already-entered" or "recusal-not-of-the-panel" => nameof(Person),
        "recusal-unknown-item" => nameof(Item),
        "recusal-unexplained" => nameof(Reason),
        _ => "",
    };
}
