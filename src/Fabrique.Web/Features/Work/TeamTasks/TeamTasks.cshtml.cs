using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.TeamTasks;

/// <summary>« Tâches de toute l’équipe »: everybody’s, for those who lead; they ask somebody else to do several at once.</summary>
[Authorize(WorkModule.EverybodysReader)]
public sealed class TeamTasksModel(FabriqueDbContext db, TaskLists lists, TaskKinds kinds, ReassignTasksHandler reassign, Actor actor) : FormPage
{
    public const int PageSize = 50;

    private const string Holder = "responsable";
    private const string Kind = "genre";
    private const string When = "quand";
    private const string Search = "recherche";

    private List<DsfrOption> holders = [];

    [BindProperty]
    public IReadOnlyList<Guid> Selected { get; set; } = [];

    [BindProperty]
    [Display(Name = "À une personne", Description = "Son adresse de courriel, ou ses prénom et nom.")]
    [TextLength(StaffMember.EmailLength)]
    public string? Person { get; set; }

    [BindProperty]
    [Display(Name = "Ou à un rôle")]
    public string? Role { get; set; }

    [BindProperty]
    [Display(Name = "Pourquoi", Description = "Lu par la personne à qui les tâches sont confiées et par l’équipe.")]
    [TextLength(WorkItem.WordLength)]
    public string? Reason { get; set; }

    public PagedList<TaskLine> List { get; private set; } = null!;

    public ListFilters Filters { get; private set; } = null!;

    public IReadOnlyList<Reassigned> Results { get; private set; } = [];

    public bool MayAct => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator);

    public IEnumerable<DsfrOption> Roles => AppRoles.All.Select(RoleOption);

    /// <summary>What the button says that moves all that the filters leave.</summary>
    public string AllLabel => List.Total <= ReassignTasksHandler.MostAtOnce
        ? string.Create(FrenchCulture.Instance, $"Réaffecter les {List.Total:N0} tâches du filtre")
        : $"Réaffecter les {ReassignTasksHandler.MostAtOnce} plus pressées du filtre";

    private TaskFilter Filter => new() { Holder = Filters.Address[Holder], Kind = Filters.Address[Kind], When = Filters.Address[When], Text = Filters.Address[Search] };

    /// <summary>Where a form of the page is sent: what it shows is what it then shows again.</summary>
    public string Handler(string name) => Filters.Address.With("handler", name);

    public string LabelOf(TaskLine line) => kinds[line.Item.Kind].Label;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostReassignAsync(CancellationToken cancellationToken) => ReassignAsync(_ => Task.FromResult(Selected), cancellationToken);

    public Task<IActionResult> OnPostReassignAllAsync(CancellationToken cancellationToken) =>
        ReassignAsync(token => lists.FindEverybodysAsync(Filter, ReassignTasksHandler.MostAtOnce, token), cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (holders.Count == 0)
        {
            var people = await db.StaffMembers
                .Where(person => db.WorkItems.Any(item => item.Status == WorkItemStatus.Open && (item.AssigneeId == person.Id || item.ClaimedById == person.Id)))
                .OrderBy(person => person.FullName)
                .Select(person => new { person.Id, person.FullName })
                .ToListAsync(cancellationToken);
            holders = [.. AppRoles.All.Select(RoleOption), .. people.Select(person => new DsfrOption(person.Id.ToString("D"), person.FullName))];
        }

        ListFilter[] filters =
        [
            new(Search, "Intitulé ou dossier"),
            new(Holder, "Responsable", holders),
            new(Kind, "Genre", [.. kinds.All.Select(kind => new DsfrOption(kind.Code, kind.Label))]),
            new(When, "Échéance", [.. TaskLists.Whens.Select(when => new DsfrOption(when.Code, when.Label))], "Toutes"),
        ];
        Filters = new ListFilters(new ListAddress(Request, filters), filters);
        List = await lists.ReadEverybodysAsync(Filters.Address, PageSize, Filter, cancellationToken);
        return true;
    }

    private static DsfrOption RoleOption(string role) => new(role, $"{char.ToUpperInvariant(AppRoles.Label(role)[0])}{AppRoles.Label(role)[1..]}");

    private async Task<IActionResult> ReassignAsync(Func<CancellationToken, Task<IReadOnlyList<Guid>>> find, CancellationToken cancellationToken)
    {
        if (!MayAct)
        {
            return Forbid();
        }

        if (string.IsNullOrWhiteSpace(Person) == string.IsNullOrWhiteSpace(Role))
        {
            ModelState.AddModelError(nameof(Person), "Choisissez une personne ou un rôle, l’un des deux.");
        }

        if (string.IsNullOrWhiteSpace(Reason))
        {
            ModelState.AddModelError(nameof(Reason), "Dites pourquoi ces tâches changent de mains.");
        }

        return await SubmitAsync<IReadOnlyList<Reassigned>>(
            async token =>
            {
                var outcome = await reassign.HandleAsync(
                    new ReassignTasks { TaskIds = await find(token), Person = Texts.Line(Person), Role = string.IsNullOrWhiteSpace(Role) ? null : Role, Reason = Texts.Lines(Reason) }, token);
                if (outcome.IsDone)
                {
                    Results = outcome.Value;
                    await LoadAsync(token);
                }

                return outcome;
            },
            _ => Page(),
            cancellationToken);
    }
}
