using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class MessageScopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_message_overrides_key_procedure",
                table: "message_overrides");

            migrationBuilder.AddColumn<string>(
                name: "cases",
                table: "message_overrides",
                type: "character varying(81)",
                maxLength: 81,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "step",
                table: "message_overrides",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "ix_message_overrides_key_procedure_step_cases",
                table: "message_overrides",
                columns: new[] { "key", "procedure", "step", "cases" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_message_overrides_key_procedure_step_cases",
                table: "message_overrides");

            migrationBuilder.DropColumn(
                name: "cases",
                table: "message_overrides");

            migrationBuilder.DropColumn(
                name: "step",
                table: "message_overrides");

            migrationBuilder.CreateIndex(
                name: "ix_message_overrides_key_procedure",
                table: "message_overrides",
                columns: new[] { "key", "procedure" },
                unique: true);
        }
    }
}
