namespace Fabrique.Web.Platform.Drawings;

/// <summary>The way of an arrow between two boxes that stand where somebody put them: one curve from the side that faces the other box.</summary>
internal static class FreeRoute
{
    private const double Detour = 48;

    public static ArrowRoute Between(DrawnStep from, DrawnStep to, bool isBack)
    {
        if (isBack && from != to)
        {
            return Math.Abs(from.CenterX - to.CenterX) >= Math.Abs(from.CenterY - to.CenterY) ? Under(from, to) : Beside(from, to);
        }

        var (across, down) = (to.Left - from.Right, to.Top - from.Bottom);
        if (across >= 0 && across >= down)
        {
            return Curve(new(from.Right, from.CenterY), new(to.Left, to.CenterY), 1, 0);
        }

        if (down >= 0)
        {
            return Curve(new(from.CenterX, from.Bottom), new(to.CenterX, to.Top), 0, 1);
        }

        return to.Bottom <= from.Top
            ? Curve(new(from.CenterX, from.Top), new(to.CenterX, to.Bottom), 0, -1)
            : from == to ? Around(from) : Curve(new(from.Left, from.CenterY), new(to.Right, to.CenterY), -1, 0);
    }

    private static ArrowRoute Curve(DrawnPoint start, DrawnPoint end, int x, int y)
    {
        var half = (Math.Abs(x) * Math.Abs(end.X - start.X) / 2) + (Math.Abs(y) * Math.Abs(end.Y - start.Y) / 2);
        return new ArrowRoute([start, new(start.X + (x * half), start.Y + (y * half)), new(end.X - (x * half), end.Y - (y * half)), end], x, y);
    }

    /// <summary>Back to the left, below both boxes.</summary>
    private static ArrowRoute Under(DrawnStep from, DrawnStep to)
    {
        var depth = Math.Max(from.Bottom, to.Bottom) + Detour;
        return new ArrowRoute([new(from.CenterX, from.Bottom), new(from.CenterX, depth), new(to.CenterX, depth), new(to.CenterX, to.Bottom)], 0, -1);
    }

    /// <summary>Back up, on the right of both boxes.</summary>
    private static ArrowRoute Beside(DrawnStep from, DrawnStep to)
    {
        var side = Math.Max(from.Right, to.Right) + Detour;
        return new ArrowRoute([new(from.Right, from.CenterY), new(side, from.CenterY), new(side, to.CenterY), new(to.Right, to.CenterY)], -1, 0);
    }

    private static ArrowRoute Around(DrawnStep step)
    {
        var (low, high) = (step.CenterY + (step.Height / 4), step.CenterY - (step.Height / 4));
        return new ArrowRoute([new(step.Right, low), new(step.Right + Detour, low), new(step.Right + Detour, high), new(step.Right, high)], -1, 0);
    }
}
