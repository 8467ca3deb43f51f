using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class ListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_products_name",
                table: "products",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_status_created_at",
                table: "outgoing_mails",
                columns: new[] { "status", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_status_to_name",
                table: "outgoing_mails",
                columns: new[] { "status", "to_name" });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_to_name",
                table: "outgoing_mails",
                column: "to_name");

            migrationBuilder.CreateIndex(
                name: "ix_applications_status_submitted_at",
                table: "applications",
                columns: new[] { "status", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_applications_submitted_at",
                table: "applications",
                column: "submitted_at");

            migrationBuilder.CreateIndex(
                name: "ix_applications_title",
                table: "applications",
                column: "title");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_products_name",
                table: "products");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_status_created_at",
                table: "outgoing_mails");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_status_to_name",
                table: "outgoing_mails");

            migrationBuilder.DropIndex(
                name: "ix_outgoing_mails_to_name",
                table: "outgoing_mails");

            migrationBuilder.DropIndex(
                name: "ix_applications_status_submitted_at",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_submitted_at",
                table: "applications");

            migrationBuilder.DropIndex(
                name: "ix_applications_title",
                table: "applications");
        }
    }
}
