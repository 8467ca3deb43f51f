using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.HoldTask;

/// <summary>Who sees to a task: it is taken, entrusted, taken or handed back here, from its own page and from the lists.</summary>
[Authorize(Policies.SignedIn)]
public sealed class HoldTaskModel(
    TaskLoader tasks, TaskKinds kinds, TaskStories stories, ClaimTaskHandler claim, ReleaseTaskHandler release, DelegateTaskHandler entrust, TakeBackTaskHandler takeBack, HandBackTaskHandler handBack) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Who saw to it, as the page showed.</summary>
    [BindProperty]
    public Guid? From { get; set; }

    /// <summary>The list to come back to; null to go on with the task.</summary>
    [BindProperty]
    public string? ReturnTo { get; set; }

    [BindProperty]
    [Display(Name = "À qui", Description = "L’adresse de courriel de la personne, ou ses prénom et nom. Par exemple camille.martin@fabrique.exemple.gouv.fr.")]
    [TextLength(StaffMemberText)]
    public string? Person { get; set; }

    [BindProperty]
    [Display(Name = "Un mot pour cette personne", Description = "Facultatif. Lu sur la page de la tâche et dans le courriel, jamais par la personne dont c’est le dossier.")]
    [TextLength(WorkItem.WordLength)]
    public string? Word { get; set; }

    public WorkItem Item { get; private set; } = null!;

    public TaskStory Story { get; private set; } = null!;

    /// <summary>Where the task itself is done.</summary>
    public string TaskHref => kinds[Item.Kind].Page(Item.Id);

    private const int StaffMemberText = Domain.People.StaffMember.EmailLength;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostClaimAsync(CancellationToken cancellationToken) => HoldAsync(
        token => claim.HandleAsync(new ClaimTask { TaskId = Id, From = From }, token), _ => "Vous vous occupez de cette tâche : les autres le voient.", cancellationToken);

    public Task<IActionResult> OnPostReleaseAsync(CancellationToken cancellationToken) => HoldAsync(
        token => release.HandleAsync(new ReleaseTask(Id), token), _ => "La tâche est rendue à l’équipe : personne en particulier ne s’en occupe.", cancellationToken);

    public Task<IActionResult> OnPostTakeBackAsync(CancellationToken cancellationToken) => HoldAsync(
        token => takeBack.HandleAsync(new TakeBackTask(Id), token), _ => "La tâche est reprise.", cancellationToken);

    public Task<IActionResult> OnPostHandBackAsync(CancellationToken cancellationToken)
    {
        ReturnTo = TaskLinks.All;
        return HoldAsync(token => handBack.HandleAsync(new HandBackTask { TaskId = Id, Word = Texts.Lines(Word) }, token), story => $"La tâche est rendue à {story.DelegatedBy}.", cancellationToken);
    }

    public Task<IActionResult> OnPostDelegateAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Person))
        {
            ModelState.AddModelError(nameof(Person), "Dites à qui confier la tâche.");
        }

        ReturnTo = TaskLists.Address(TaskView.Awaited);
        return HoldAsync(
            token => entrust.HandleAsync(new DelegateTask { TaskId = Id, Person = Texts.Line(Person), Word = Texts.Lines(Word) }, token),
            _ => "La tâche est confiée. Vous la retrouvez ici, et pouvez la reprendre tant qu’elle n’est pas faite.",
            cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if ((await (await tasks.MineAsync(cancellationToken)).SingleOrDefaultAsync(item => item.Id == Id, cancellationToken)
            ?? await tasks.FindHandedOnAsync(Id, isAnswered: HttpMethods.IsPost(Request.Method), cancellationToken)) is not { } item)
        {
            return false;
        }

        Item = item;
        Story = await stories.ReadAsync(item, cancellationToken);
        return true;
    }

    private Task<IActionResult> HoldAsync(Func<CancellationToken, Task<Outcome>> act, Func<TaskStory, string> told, CancellationToken cancellationToken) => SubmitAsync(
        act,
        () =>
        {
            TempData.Confirm(told(Story));
            return LocalRedirect(Url.IsLocalUrl(ReturnTo) ? ReturnTo : TaskHref);
        },
        cancellationToken);
}
