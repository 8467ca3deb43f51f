using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Work;

/// <summary>What is asked of the signed-in person, on « Mon espace ».</summary>
public sealed class MyTasks(TaskLists lists) : SpaceSection
{
    public override string Name => "taches";

    public override int Order => 10;

    public override string View => "/Features/Work/_MyTasks.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken) => await lists.ReadAsync(TaskView.ToDo, address, PageSize, cancellationToken);
}
