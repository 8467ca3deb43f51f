using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Work;

/// <summary>What is asked of the signed-in person, on « Mon espace ».</summary>
public sealed class MyTasks(TaskLists lists) : SpaceSection
{
    public override int Order => 10;

    public override string View => "/Features/Work/_MyTasks.cshtml";

    public override async Task<object?> ReadAsync(CancellationToken cancellationToken) => await lists.ReadOpenAsync(cancellationToken);
}
