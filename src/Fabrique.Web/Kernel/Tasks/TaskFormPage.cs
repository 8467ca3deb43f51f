using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Kernel.Tasks;

/// <summary>A page on which one of those who are asked does their task: it shows the task as it is, and knows which state of it was shown.</summary>
public abstract class TaskFormPage(TaskLoader tasks, string kind) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The version of the task that the page showed.</summary>
    [BindProperty]
    public int Version { get; set; }

    public WorkItem Item { get; protected set; } = null!;

    /// <summary>In whose place the reader is asked; null when they are asked themselves.</summary>
    public Substitution? ForWhom { get; private set; }

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
        if (await tasks.FindMineAsync(Id, kind, cancellationToken) is not { } item)
        {
            return false;
        }

        Item = item;
        ForWhom = item.Status is WorkItemStatus.Open ? await tasks.ForWhomAsync(item, cancellationToken) : null;
        await LoadSubjectAsync(cancellationToken);
        return true;
    }
}
