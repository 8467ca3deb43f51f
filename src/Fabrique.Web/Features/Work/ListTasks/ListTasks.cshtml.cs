using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Work.ListTasks;

/// <summary>« Tâches »: what is asked of the signed-in person, what they did, what others do in their place, and what was closed without them.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListTasksModel(TaskLists lists, TaskKinds kinds, Actor actor) : PageModel
{
    public const int PageSize = 20;

    private const string NoLongerMine = "passee";
    private const string Kind = "genre";
    private const string When = "quand";
    private const string Search = "recherche";

    public ListFilters Filters { get; private set; } = null!;

    public PagedList<TaskLine> List { get; private set; } = null!;

    public TaskView View { get; private set; }

    public string Label => TaskLists.Views.Single(known => known.View == View).Label;

    /// <summary>Of the section, in the page.</summary>
    public string Section => TaskLists.Views.Single(known => known.View == View).Code;

    /// <summary>Whether a mail led to a task that is no longer theirs.</summary>
    public bool IsNoLongerMine => Request.Query.ContainsKey(NoLongerMine);

    /// <summary>Whether they may see everybody’s.</summary>
    public bool LeadsTeam => actor.IsStaff;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var view = new ListFilter(TaskLists.View, "Vue", [.. TaskLists.Views.Select(known => new DsfrOption(known.Code, known.Label))]);
        ListFilter[] asked =
        [
            new(Search, "Intitulé ou dossier"),
            new(Kind, "Genre", [.. kinds.All.Select(kind => new DsfrOption(kind.Code, kind.Label))]),
        ];
        View = TaskLists.Views.FirstOrDefault(known => known.Code == Request.Query[TaskLists.View].ToString()).View;
        ListFilter[] filters = View is TaskView.ToDo or TaskView.Awaited ? [.. asked, new(When, "Échéance", [.. TaskLists.Whens.Select(when => new DsfrOption(when.Code, when.Label))], "Toutes")] : asked;
        var address = new ListAddress(Request, [view, .. filters]);
        Filters = new ListFilters(address, filters) { Kept = [TaskLists.View] };
        List = await lists.ReadAsync(View, address, PageSize, cancellationToken, new TaskFilter { Kind = address[Kind], When = filters.Any(filter => filter.Key == When) ? address[When] : null, Text = address[Search] });
        return LiveRequest.Part(Request) is null ? Page() : Partial("_TaskSection", this);
    }
}
