using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Kernel.Tasks;

/// <summary>A page on which one of those who are asked does their task: it shows the task as it is, and knows which state of it was shown.</summary>
public abstract class TaskFormPage(TaskLoader tasks, string kind) : FormPage
{
    internal const string Elsewhere = "Cette tâche est confiée à quelqu’un d’autre : elle n’est plus à faire ici.";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The version of the task that the page showed.</summary>
    [BindProperty]
    public int Version { get; set; }

    public WorkItem Item { get; protected set; } = null!;

    /// <summary>Whether it is theirs to do; otherwise they were asked, or entrusted it, and somebody else is to do it.</summary>
    public bool IsMine { get; private set; } = true;

    /// <summary>In whose place the reader is asked; null when they are asked themselves.</summary>
    public Substitution? ForWhom { get; private set; }

    /// <summary>Why it cannot be done here; null when it can.</summary>
    public virtual string? WhyClosed => Item.WhyClosed() ?? (IsMine ? null : Elsewhere);

    public virtual async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Item.Version;
        return Page();
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Item?.Version ?? Version;
        return Task.CompletedTask;
    }

    /// <summary>Reads what the task is about.</summary>
    protected abstract Task LoadSubjectAsync(CancellationToken cancellationToken);

    protected sealed override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var mine = await tasks.FindMineAsync(Id, kind, cancellationToken);
        IsMine = mine is not null;
        if ((mine ?? await tasks.FindHandedOnAsync(Id, isAnswered: HttpMethods.IsPost(Request.Method), cancellationToken)) is not { } item || item.Kind != kind)
        {
            return false;
        }

        Item = item;
        ForWhom = IsMine && item.Status is WorkItemStatus.Open ? await tasks.ForWhomAsync(item, cancellationToken) : null;
        await LoadSubjectAsync(cancellationToken);
        return true;
    }
}
