using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.MyMessages;

/// <summary>Where one’s messages and preferences are, on « Mon espace ».</summary>
public sealed class MyMessagesLinks : SpaceSection
{
    public override string Name => "messages";

    public override int Order => 90;

    public override string View => "/Features/MyMessages/_MyMessagesLinks.cshtml";

    public override Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken) => Task.FromResult<object?>(this);
}
